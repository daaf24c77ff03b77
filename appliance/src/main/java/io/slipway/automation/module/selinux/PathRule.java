package io.slipway.automation.module.selinux;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A rule of {@code semanage fcontext}: the label of some paths. Its level is empty in a policy without levels. */
record PathRule(String user, String role, String type, String level) {

    private static final Map<String, String> KINDS = Map.of(
            "a", "all files",
            "b", "block device",
            "c", "character device",
            "d", "directory",
            "f", "regular file",
            "l", "symbolic link",
            "p", "named pipe",
            "s", "socket");

    private static final Pattern CONTEXT = Pattern.compile("([^:\\s]+):([^:\\s]+):([^:\\s]+)(?::(\\S+))?");

    /** The rule that {@code semanage fcontext -l} lists, unless that gives no label. */
    static Optional<PathRule> find(List<String> lines, String target, String kind) {
        String words = KINDS.getOrDefault(kind, "") + " ";
        return rest(lines, target)
                .filter(rest -> rest.startsWith(words))
                .map(rest -> CONTEXT.matcher(rest.substring(words.length()).strip()))
                .filter(Matcher::matches)
                .map(parts -> new PathRule(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        Optional.ofNullable(parts.group(4)).orElse("")))
                .findFirst();
    }

    /** The path that another one is labelled like. */
    static Optional<String> substitute(List<String> lines, String target) {
        return rest(lines, target)
                .filter(rest -> rest.startsWith("= "))
                .map(rest -> rest.substring(2).strip())
                .findFirst();
    }

    private static Stream<String> rest(List<String> lines, String target) {
        return lines.stream()
                .filter(line -> line.startsWith(target + " "))
                .map(line -> line.substring(target.length()).stripLeading());
    }

    @Override
    public String toString() {
        return user + ":" + role + ":" + type + ":" + level;
    }
}
