package io.slipway.netboot.ignition;

import java.util.HashSet;
import java.util.Set;

/** The text of a systemd unit as far as Ignition reads it: which sections have a setting, and whether it can be read at all. */
final class UnitText {

    /** What systemd takes of a line; the rest would be lost. */
    private static final int LONGEST_LINE = 2048;

    private final String text;
    private final Set<String> sections = new HashSet<>();
    private int at;
    private String mistake = "";

    private UnitText(String text) {
        this.text = text;
    }

    static UnitText read(String text) {
        UnitText unit = new UnitText(text);
        unit.beforeSections();
        return unit;
    }

    /** Why it cannot be read; empty when it can. */
    String mistake() {
        return mistake;
    }

    boolean hasSettings(String section) {
        return sections.contains(section);
    }

    private void beforeSections() {
        while (at < text.length() && mistake.isEmpty()) {
            char c = text.charAt(at++);
            if (c == '[') {
                section();
            } else if (isComment(c)) {
                comment();
            } else if (at == 1 || text.charAt(at - 2) == '\n') {
                tooLong();
            }
        }
    }

    private void section() {
        int end = text.indexOf(']', at);
        if (end < 0) {
            mistake = "a section's name is not closed by ']'";
            return;
        }
        String name = text.substring(at, end);
        at = end + 1;
        if (!line().isBlank()) {
            mistake = "something follows '[" + name.strip() + "]' in its line";
            return;
        }
        while (at < text.length() && mistake.isEmpty()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '[') {
                return;
            } else if (isComment(c)) {
                comment();
            } else {
                setting(name);
            }
        }
    }

    private void setting(String section) {
        tooLong();
        int equal = text.indexOf('=', at);
        String line = text.substring(at, equal < 0 ? text.length() : equal);
        if (equal < 0 || line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
            mistake = "'" + line.lines().findFirst().orElse("") + "' has no '='";
            return;
        }
        at = equal + 1;
        String value;
        do {
            tooLong();
            value = line();
        } while (value.endsWith("\\") && at <= text.length() && mistake.isEmpty());
        sections.add(section);
    }

    private void comment() {
        String line;
        do {
            line = line();
        } while (line.endsWith("\\") || line.endsWith("\\ "));
    }

    private void tooLong() {
        int end = Math.min(text.length(), at + LONGEST_LINE);
        boolean breaks = text.substring(at, end).chars().anyMatch(c -> c == '\n' || c == '\r');
        if (end - at == LONGEST_LINE && !breaks) {
            mistake = "a line is longer than " + LONGEST_LINE + " characters, which systemd would cut off";
        }
    }

    private String line() {
        int end = text.indexOf('\n', at);
        String line = text.substring(Math.min(at, text.length()), end < 0 ? text.length() : end);
        at = end < 0 ? text.length() : end + 1;
        return line;
    }

    private static boolean isComment(char c) {
        return c == '#' || c == ';';
    }
}
