package io.slipway.automation.module.python;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a Python source may import of Ansible and of collections. It reads text and no syntax, so a comment may add a name; what
 * does not exist is left out later.
 */
final class Imports {

    private static final Pattern STATEMENT = Pattern.compile(
            "(?m)^[ \\t]*(?:from[ \\t]+([.\\w]+)[ \\t]+import[ \\t]*(\\([^)]*\\)|[^\\n#;]+)|import[ \\t]+([^\\n#;]+))");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(?:\\.\\w+)*");

    private Imports() {}

    /**
     * Full names of modules, and of what may be modules or names within.
     *
     * @param packageName the package that the source lies in, which relative imports start from
     */
    static Set<String> in(String source, String packageName) {
        Set<String> found = new LinkedHashSet<>();
        Matcher statement = STATEMENT.matcher(source.replace("\\\n", " "));
        while (statement.find()) {
            if (statement.group(3) != null) {
                for (String part : statement.group(3).split(",", -1)) {
                    add(first(part), found);
                }
                continue;
            }
            String from = absolute(statement.group(1), packageName);
            add(from, found);
            String names = statement.group(2).replaceAll("#[^\\n]*", "").replaceAll("[()]", "");
            for (String part : names.split(",", -1)) {
                String name = first(part);
                if (!name.isEmpty()) {
                    add(from + "." + name, found);
                }
            }
        }
        return found;
    }

    private static String first(String part) {
        Matcher name = NAME.matcher(part.strip());
        return name.lookingAt() ? name.group() : "";
    }

    private static String absolute(String from, String packageName) {
        int dots = 0;
        while (dots < from.length() && from.charAt(dots) == '.') {
            dots++;
        }
        if (dots == 0) {
            return from;
        }
        String base = packageName;
        for (int i = 1; i < dots; i++) {
            base = base.contains(".") ? base.substring(0, base.lastIndexOf('.')) : "";
        }
        String rest = from.substring(dots);
        return rest.isEmpty() ? base : base + "." + rest;
    }

    private static void add(String name, Set<String> found) {
        if (name.startsWith("ansible.module_utils") || name.startsWith("ansible_collections.")) {
            found.add(name);
        }
    }
}
