package io.slipway.lab.rootfs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One entry of apt's sources for binary packages, whichever of the two formats it was written in: one line, or a deb822 stanza
 * (sources.list(5)).
 *
 * @param options those that change whom apt trusts: {@code Signed-By}, {@code Trusted}, {@code Check-Valid-Until}; a key may stand inline,
 *     with its line breaks
 */
public record AptSource(List<String> uris, List<String> suites, List<String> components, Map<String, String> options) {

    private static final List<String> KEPT = List.of("Signed-By", "Trusted", "Check-Valid-Until");

    public AptSource {
        uris = List.copyOf(uris);
        suites = List.copyOf(suites);
        components = List.copyOf(components);
    }

    /** The enabled entries of a file; its name decides about the format, as for apt. */
    public static List<AptSource> parse(String fileName, String text) {
        return fileName.endsWith(".sources") ? stanzas(text) : lines(text);
    }

    private static List<AptSource> lines(String text) {
        List<AptSource> found = new ArrayList<>();
        for (String raw : text.lines().toList()) {
            String line = raw.replaceFirst("#.*", "").strip();
            if (!line.startsWith("deb ") && !line.startsWith("deb\t")) {
                continue;
            }
            String rest = line.substring(4).strip();
            Map<String, String> options = new LinkedHashMap<>();
            if (rest.startsWith("[") && rest.contains("]")) {
                for (String option : words(rest.substring(1, rest.indexOf(']')))) {
                    int equals = option.indexOf('=');
                    if (equals > 0) {
                        options.put(option.substring(0, equals), option.substring(equals + 1));
                    }
                }
                rest = rest.substring(rest.indexOf(']') + 1).strip();
            }
            List<String> words = words(rest);
            if (words.size() >= 3) {
                found.add(new AptSource(
                        words.subList(0, 1), words.subList(1, 2), words.subList(2, words.size()), kept(options)));
            }
        }
        return found;
    }

    private static List<AptSource> stanzas(String text) {
        List<AptSource> found = new ArrayList<>();
        for (String stanza : text.lines()
                .filter(line -> !line.startsWith("#"))
                .reduce("", (a, b) -> a + b + "\n")
                .split("\n\\s*\n")) {
            Map<String, String> fields = fields(stanza);
            boolean binary = words(fields.getOrDefault("types", "")).contains("deb");
            boolean enabled = !List.of("no", "false", "0", "off", "disable")
                    .contains(fields.getOrDefault("enabled", "yes").toLowerCase(Locale.ROOT));
            if (binary && enabled) {
                found.add(new AptSource(
                        words(fields.getOrDefault("uris", "")),
                        words(fields.getOrDefault("suites", "")),
                        words(fields.getOrDefault("components", "")),
                        kept(fields)));
            }
        }
        return found;
    }

    private static Map<String, String> fields(String stanza) {
        Map<String, String> fields = new LinkedHashMap<>();
        String field = "";
        for (String line : stanza.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.startsWith(" ") || line.startsWith("\t")) {
                fields.merge(field, "\n" + line, String::concat);
            } else if (colon > 0) {
                field = line.substring(0, colon).toLowerCase(Locale.ROOT);
                fields.put(field, line.substring(colon + 1).strip());
            }
        }
        return fields;
    }

    private static Map<String, String> kept(Map<String, String> written) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = written.get(name.toLowerCase(Locale.ROOT));
            if (value != null) {
                options.put(name, value);
            }
        }
        return options;
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    /** The key files that {@code Signed-By} names: none if it holds a key itself, a fingerprint, or is absent. */
    public List<Path> keyrings() {
        return Stream.of(options.getOrDefault("Signed-By", "").split("[\\s,]+"))
                .filter(word -> word.startsWith("/"))
                .map(Path::of)
                .toList();
    }

    /** As a deb822 stanza. */
    String stanza() {
        StringBuilder text = new StringBuilder("Types: deb\n");
        text.append("URIs: ").append(String.join(" ", uris)).append('\n');
        text.append("Suites: ").append(String.join(" ", suites)).append('\n');
        text.append("Components: ").append(String.join(" ", components)).append('\n');
        options.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
