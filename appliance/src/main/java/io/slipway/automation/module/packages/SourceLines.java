package io.slipway.automation.module.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The one-line sources of {@code sources.list} and {@code sources.list.d/*.list}, see {@code sources.list(5)}. Lines that a change does
 * not concern stay exactly as they are.
 */
final class SourceLines {

    private static final Set<String> TYPES = Set.of("deb", "deb-src");

    /** @param source with single blanks, without a comment */
    private record Line(boolean enabled, String source, String comment) {

        static Optional<Line> parse(String written) {
            String text = written.strip();
            boolean enabled = !text.startsWith("#");
            text = enabled ? text : text.substring(1);
            int hash = text.indexOf('#', 1);
            String comment = hash < 0 ? "" : text.substring(hash + 1).strip();
            String source = String.join(
                    " ", (hash < 0 ? text : text.substring(0, hash)).strip().split("\\s+"));
            return TYPES.contains(source.split(" ", 2)[0])
                    ? Optional.of(new Line(enabled, source, comment))
                    : Optional.empty();
        }

        String switchedOn() {
            return comment.isEmpty() ? source : source + " # " + comment;
        }
    }

    private final Map<String, String> files = new LinkedHashMap<>();

    /** @param files their texts by their paths */
    SourceLines(Map<String, String> files) {
        this.files.putAll(files);
    }

    /** The source that a line stands for, in the form in which sources are compared; nothing when it is none, or is commented out. */
    static Optional<String> source(String written) {
        return written.lines().count() > 1
                ? Optional.empty()
                : Line.parse(written).filter(Line::enabled).map(Line::source);
    }

    /** The name that a source's own file gets: its address without scheme and password, with underscores. */
    static String fileName(String source) {
        String words = source.replaceAll("\\[[^\\]]+\\]", "").replaceAll("\\w+://", "");
        String address = Arrays.stream(words.split("\\s+"))
                .filter(word -> !word.isEmpty() && !TYPES.contains(word))
                .findFirst()
                .orElse("");
        address = address.substring(address.indexOf('@') + 1);
        return Arrays.stream(address.split("[^a-zA-Z0-9]+"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("_"))
                + ".list";
    }

    /** Switches a source on wherever it stands commented out; adds it to {@code file} when it stands nowhere. The texts that change. */
    Map<String, String> with(String source, String file) {
        Map<String, String> changed = new LinkedHashMap<>();
        boolean known = false;
        for (Map.Entry<String, String> entry : files.entrySet()) {
            List<String> lines = new ArrayList<>();
            for (String text : entry.getValue().lines().toList()) {
                Optional<Line> line = Line.parse(text).filter(l -> l.source.equals(source));
                known |= line.isPresent();
                lines.add(line.filter(l -> !l.enabled).map(Line::switchedOn).orElse(text));
            }
            keep(changed, entry, lines);
        }
        if (!known) {
            String before = files.getOrDefault(file, "");
            changed.put(file, before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + source + "\n");
        }
        return changed;
    }

    /** Takes out every line that has a source switched on. The texts that change; an empty one's file is not needed any more. */
    Map<String, String> without(Predicate<String> source) {
        Map<String, String> changed = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : files.entrySet()) {
            keep(
                    changed,
                    entry,
                    entry.getValue()
                            .lines()
                            .filter(text -> Line.parse(text)
                                    .filter(line -> line.enabled && source.test(line.source))
                                    .isEmpty())
                            .toList());
        }
        return changed;
    }

    private static void keep(Map<String, String> changed, Map.Entry<String, String> before, List<String> lines) {
        if (!lines.equals(before.getValue().lines().toList())) {
            changed.put(before.getKey(), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
        }
    }
}
