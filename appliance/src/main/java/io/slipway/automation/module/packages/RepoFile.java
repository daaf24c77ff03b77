package io.slipway.automation.module.packages;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A {@code .repo} file: sections of settings, see {@code dnf.conf(5)}. Sections that a change does not concern stay as they are. */
final class RepoFile {

    private static final String COMMENT = "#;";

    /** @param lines the header first; before the first section it is whatever stands there */
    private record Section(String id, List<String> lines) {

        /** Settings by their names in lower case; a line that begins with a blank goes on with the one before. */
        Map<String, String> settings() {
            Map<String, String> settings = new TreeMap<>();
            String name = "";
            for (String line : lines.subList(1, lines.size())) {
                boolean more = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
                if (line.isBlank() || COMMENT.indexOf(line.strip().charAt(0)) >= 0) {
                    continue;
                }
                if (more && !name.isEmpty()) {
                    settings.merge(name, line.strip(), (a, b) -> a + "\n" + b);
                    continue;
                }
                String[] halves = line.split("[=:]", 2);
                name = halves[0].strip().toLowerCase(Locale.ROOT);
                settings.put(name, halves.length < 2 ? "" : halves[1].strip());
            }
            return settings;
        }
    }

    private final List<Section> sections = new ArrayList<>();

    RepoFile(String text) {
        sections.add(new Section("", new ArrayList<>()));
        for (String line : text.lines().toList()) {
            String stripped = line.strip();
            if (line.startsWith("[") && stripped.endsWith("]")) {
                sections.add(new Section(stripped.substring(1, stripped.length() - 1), new ArrayList<>()));
            }
            sections.getLast().lines.add(line);
        }
    }

    /** Whether no repository stands in it. */
    boolean isEmpty() {
        return sections.size() == 1;
    }

    boolean has(String id, Map<String, String> settings) {
        return sections.stream()
                .anyMatch(section -> section.id.equals(id) && section.settings().equals(settings));
    }

    void remove(String id) {
        sections.removeIf(section -> section.id.equals(id) && !section.id.isEmpty());
    }

    /** Puts a repository at the end, in place of any that has its id. */
    void put(String id, Map<String, String> settings) {
        remove(id);
        List<String> before = sections.getLast().lines;
        if (!before.isEmpty() && !before.getLast().isBlank()) {
            before.add("");
        }
        List<String> lines = new ArrayList<>(List.of("[" + id + "]"));
        new TreeMap<>(settings).forEach((name, value) -> lines.add(name + " = " + value.replace("\n", "\n\t")));
        lines.add("");
        sections.add(new Section(id, lines));
    }

    @Override
    public String toString() {
        return sections.stream()
                .flatMap(section -> section.lines.stream())
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
