package io.slipway.automation.inventory;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.PythonRegex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Selects hosts: names, groups, {@code *} globs and {@code ~regular expressions}, joined by commas or colons; {@code :&} keeps only,
 * {@code :!} takes away; {@code group[0]}, {@code group[-1]} and {@code group[1:3]} (both ends included) cut a piece out.
 */
public final class HostPattern {

    private static final List<String> LOCALHOST = List.of("127.0.0.1", "localhost", "::1");
    private static final Pattern SUBSCRIPT =
            Pattern.compile("(.+)\\[(?:(-?[0-9]{1,9})|([0-9]{1,9})[:-]([0-9]{0,9}))\\]");
    private static final Pattern PART = Pattern.compile("(?:[^\\s:\\[\\]]|\\[[^\\]]*\\])+");

    private final List<String> hosts;
    private final Set<String> known;
    private final Map<String, List<String>> groups;
    private final Consumer<String> warnings;

    /**
     * @param hosts every host, in inventory order
     * @param groups with the hosts of their child groups, in inventory order
     * @param warnings told of what matches nothing
     */
    public HostPattern(List<String> hosts, Map<String, List<String>> groups, Consumer<String> warnings) {
        this.hosts = hosts;
        this.known = Set.copyOf(hosts);
        this.groups = groups;
        this.warnings = warnings;
    }

    /** Whether a name means the machine we run on, even when no source lists it. */
    public static boolean isLocalhost(String name) {
        return LOCALHOST.contains(name);
    }

    /** Cuts a pattern into single ones. A colon separates only where it cannot be part of an address or a range. */
    public static List<String> split(String pattern) {
        Stream<String> parts = pattern.contains(",")
                ? Stream.of(pattern.split(","))
                : HostAddress.parse(pattern).isPresent()
                        ? Stream.of(pattern)
                        : PART.matcher(pattern).results().map(found -> found.group());
        return parts.map(String::strip).filter(part -> !part.isEmpty()).toList();
    }

    /**
     * The hosts that patterns select together.
     *
     * @throws InventoryException for a malformed pattern, or a subscript beyond the end
     */
    public List<String> select(List<String> patterns) {
        List<String> parts =
                patterns.stream().flatMap(pattern -> split(pattern).stream()).toList();
        List<String> plain = parts.stream().filter(HostPattern::adds).toList();
        Set<String> selected = new LinkedHashSet<>();
        for (String part : plain.isEmpty() ? List.of("all") : plain) {
            selected.addAll(matching(part));
        }
        parts.stream()
                .filter(part -> part.startsWith("&"))
                .forEach(part -> selected.retainAll(Set.copyOf(matching(part.substring(1)))));
        parts.stream()
                .filter(part -> part.startsWith("!"))
                .forEach(part -> Set.copyOf(matching(part.substring(1))).forEach(selected::remove));
        return List.copyOf(selected);
    }

    private static boolean adds(String part) {
        return !part.startsWith("&") && !part.startsWith("!");
    }

    private List<String> matching(String part) {
        if (known.contains(part)) {
            return List.of(part);
        }
        if (part.isEmpty()) {
            throw malformed(part, "there is nothing behind '&' or '!'");
        }
        Matcher subscript = SUBSCRIPT.matcher(part);
        if (part.startsWith("~") || !subscript.matches()) {
            return enumerated(part);
        }
        if (subscript.group(2) == null && part.charAt(subscript.end(3)) == '-') {
            warnings.accept("Use [x:y] inclusive subscripts instead of [x-y] which has been removed");
        }
        List<String> found = enumerated(subscript.group(1));
        return found.isEmpty() ? found : piece(part, subscript, found);
    }

    private static List<String> piece(String part, Matcher subscript, List<String> found) {
        if (subscript.group(2) == null) {
            int from = Math.min(Integer.parseInt(subscript.group(3)), found.size());
            int to = subscript.group(4).isEmpty() ? found.size() : Integer.parseInt(subscript.group(4)) + 1;
            return found.subList(from, Math.max(from, Math.min(to, found.size())));
        }
        int index = Integer.parseInt(subscript.group(2));
        int place = index < 0 ? found.size() + index : index;
        if (place < 0 || place >= found.size()) {
            throw new InventoryException(Problem.of("No hosts matched the subscripted pattern '" + part + "'")
                    .because("'" + subscript.group(1) + "' has " + found.size() + " hosts"));
        }
        return List.of(found.get(place));
    }

    private List<String> enumerated(String part) {
        Set<String> found = new LinkedHashSet<>();
        boolean special = part.startsWith("~") || Stream.of(".", "?", "*", "[").anyMatch(part::contains);
        boolean inGroups = false;
        if (special) {
            Predicate<String> matches = predicate(part);
            for (Map.Entry<String, List<String>> group : groups.entrySet()) {
                if (matches.test(group.getKey())) {
                    inGroups = true;
                    found.addAll(group.getValue());
                }
            }
            hosts.stream().filter(matches).forEach(found::add);
        } else if (groups.containsKey(part)) {
            inGroups = true;
            found.addAll(groups.getOrDefault(part, List.of()));
        } else if (known.contains(part)) {
            found.add(part);
        }
        if (found.isEmpty() && isLocalhost(part)) {
            found.add(part);
        }
        if (found.isEmpty() && !inGroups && !part.equals("all")) {
            warnings.accept("Could not match supplied host pattern, ignoring: " + part + hint(part));
        }
        return List.copyOf(found);
    }

    private String hint(String part) {
        List<String> names = new ArrayList<>(groups.keySet());
        names.addAll(hosts);
        String hint = names.size() > 10_000 ? "" : NearMiss.hint(part, names);
        return hint.isEmpty() ? "" : " (" + hint + ")";
    }

    private static Predicate<String> predicate(String part) {
        try {
            if (part.startsWith("~")) {
                PythonRegex pattern = PythonRegex.ofText(part.substring(1), 0);
                return pattern::matchesAtStart;
            }
            Pattern pattern = Pattern.compile(glob(part), Pattern.DOTALL);
            return name -> pattern.matcher(name).matches();
        } catch (PatternSyntaxException e) {
            throw malformed(part, e.getDescription());
        }
    }

    /** A shell glob as a regular expression. */
    private static String glob(String part) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            int close = c == '[' ? part.indexOf(']', i + 2) : -1;
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (close > 0) {
                String set = part.substring(i + 1, close)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&");
                regex.append('[')
                        .append(set.startsWith("!") ? "^" + set.substring(1) : set)
                        .append(']');
                i = close;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }

    private static InventoryException malformed(String part, String why) {
        return new InventoryException(
                Problem.of("'" + part + "' is no pattern for hosts").because(why));
    }
}
