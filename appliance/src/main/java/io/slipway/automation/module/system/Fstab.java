package io.slipway.automation.module.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The text of an {@code fstab} file: see fstab(5). */
record Fstab(String text) {

    /** A line; its fields without the escapes of blanks. */
    record Entry(String source, String path, String type, String options, String dump, String pass) {

        String line() {
            return String.join(
                    " ", List.of(escaped(source), escaped(path), escaped(type), escaped(options), dump, pass));
        }

        private static String escaped(String field) {
            return field.replace("\\", "\\134")
                    .replace(" ", "\\040")
                    .replace("\t", "\\011")
                    .replace("\n", "\\012");
        }
    }

    /** With an entry in the place of the one with its path (for swap with the path {@code none}: with its source), or at the end. */
    Fstab with(Entry entry) {
        List<String> lines = new ArrayList<>();
        boolean found = false;
        for (String line : lines()) {
            List<String> fields = fields(line);
            if (isOf(fields, entry.path, entry.source)) {
                found = true;
                lines.add(fields.equals(fields(entry.line())) ? line : entry.line());
            } else {
                lines.add(line);
            }
        }
        if (!found) {
            lines.add(entry.line());
        }
        return of(lines);
    }

    /** @param source tells swaps apart, which all have the path {@code none}; empty for any */
    Fstab without(String path, String source) {
        List<String> lines = new ArrayList<>(lines());
        boolean removed = lines.removeIf(line -> isOf(fields(line), path, source));
        return removed ? of(lines) : this;
    }

    /** What is mounted at a path. */
    Optional<String> source(String path) {
        return lines().stream()
                .map(Fstab::fields)
                .filter(fields -> isOf(fields, path, ""))
                .map(List::getFirst)
                .findFirst();
    }

    private static boolean isOf(List<String> fields, String path, String source) {
        boolean swap = fields.size() > 2
                && fields.get(1).equals("none")
                && fields.get(2).equals("swap");
        return fields.size() > 1
                && fields.get(1).equals(path)
                && (!swap || source.isEmpty() || fields.getFirst().equals(source));
    }

    private List<String> lines() {
        return text.isEmpty() ? List.of() : List.of(text.replaceFirst("\n$", "").split("\n", -1));
    }

    private static Fstab of(List<String> lines) {
        return new Fstab(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    /** Empty for comments. */
    private static List<String> fields(String line) {
        String content = line.strip();
        if (content.isEmpty() || content.startsWith("#")) {
            return List.of();
        }
        return List.of(content.split("[ \t]+")).stream()
                .map(field -> field.replace("\\040", " ")
                        .replace("\\011", "\t")
                        .replace("\\012", "\n")
                        .replace("\\134", "\\"))
                .toList();
    }
}
