package io.slipway.automation.module.mysql;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an account may do.
 *
 * @param privileges by what they are for, such as {@code `db`.*}, as {@code SHOW GRANTS} writes it; {@code GRANT} stands for the right to
 *     give them on
 */
record Grants(Map<String, Set<String>> privileges) {

    private static final Pattern SHOWN = Pattern.compile("(?s)GRANT (.+) ON (.+?) TO (['`\"]).*");
    private static final Pattern COLUMNS = Pattern.compile("(?s)([^(]*)\\((.*)\\)");

    /** As {@code SHOW GRANTS} lists them; a role that was granted is none of this module's business. */
    static Grants shown(List<String> lines) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        for (String line : lines) {
            Matcher grant = SHOWN.matcher(line);
            if (grant.matches()) {
                Set<String> privileges = found.computeIfAbsent(grant.group(2), target -> new LinkedHashSet<>());
                privileges.addAll(separate(grant.group(1)));
                if (line.contains("WITH GRANT OPTION")) {
                    privileges.add("GRANT");
                }
            }
        }
        return new Grants(found);
    }

    /**
     * As tasks say them: {@code db.table:PRIV,PRIV/db.table:PRIV}, or a mapping of the same.
     *
     * @param usage whether no privilege for everything is named as such, as the server does
     */
    static Grants wanted(Object priv, boolean usage) {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        if (priv instanceof Map<?, ?> map) {
            map.forEach((target, privileges) ->
                    found.put(target(String.valueOf(target)), separate(plain(String.valueOf(privileges)))));
        } else if (priv instanceof String text) {
            for (String item : text.strip().split("/")) {
                int colon = item.lastIndexOf(':');
                if (colon < 0) {
                    throw new ModuleFailure(
                            "'" + item.strip()
                                    + "' in 'priv' does not say what the privileges are for: write it like db.table:SELECT,INSERT");
                }
                found.put(target(item.substring(0, colon).strip()), separate(plain(item.substring(colon + 1))));
            }
        } else {
            throw new ModuleFailure(
                    "priv parameter must be str or dict but " + priv.getClass().getSimpleName() + " was passed");
        }
        if (usage) {
            found.computeIfAbsent("*.*", everything -> new LinkedHashSet<>(List.of("USAGE")));
        }
        return new Grants(found);
    }

    private static String plain(String privileges) {
        return Sql.plain("a list of privileges", privileges.strip());
    }

    /** With quotes around names, but not around {@code *}. */
    private static String target(String written) {
        String kind = written.startsWith("FUNCTION ") || written.startsWith("PROCEDURE ")
                ? written.substring(0, written.indexOf(' ') + 1)
                : "";
        String name = written.substring(kind.length());
        int dot = name.lastIndexOf('.');
        List<String> parts = dot < 0 ? List.of(name) : List.of(name.substring(0, dot), name.substring(dot + 1));
        return kind
                + parts.stream()
                        .map(part -> part.replaceAll("^`+|`+$", ""))
                        .map(part -> part.equals("*") ? part : "`" + part.replace("`", "``") + "`")
                        .collect(Collectors.joining("."));
    }

    /** At commas outside parentheses; the columns of a privilege are sorted, since the server shows them in an order of its own. */
    private static Set<String> separate(String privileges) {
        Set<String> separate = new LinkedHashSet<>();
        for (String privilege : privileges.split(",\\s*(?=[^)]*(?:\\(|$))")) {
            Matcher columns = COLUMNS.matcher(privilege.strip());
            if (columns.matches()) {
                separate.add(columns.group(1).strip().toUpperCase(Locale.ROOT) + " ("
                        + Arrays.stream(columns.group(2).split(","))
                                .map(column -> column.strip().replace("`", ""))
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ")");
            } else {
                String plain = privilege.strip().toUpperCase(Locale.ROOT);
                separate.add(plain.equals("ALL PRIVILEGES") ? "ALL" : plain);
            }
        }
        return separate;
    }

    Set<String> on(String target) {
        return privileges.getOrDefault(target, Set.of());
    }

    /** In the words of a statement; {@code GRANT} is said elsewhere in it. */
    static String listed(Set<String> privileges) {
        return privileges.stream().filter(each -> !each.equals("GRANT")).collect(Collectors.joining(","));
    }

    /** What is in the first, but not in the second. */
    static Set<String> without(Set<String> some, Set<String> others) {
        Set<String> rest = new LinkedHashSet<>(some);
        rest.removeAll(others);
        return rest;
    }

    /** As Python shows a list. */
    static String python(Set<String> privileges) {
        List<String> shown = new ArrayList<>();
        privileges.forEach(each -> shown.add("'" + each + "'"));
        return "[" + String.join(", ", shown) + "]";
    }
}
