package io.slipway.mirror.apt.control;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One paragraph of a control file (deb822): fields with values that may go over several lines.
 *
 * <p>Holds the bytes as they came, because an index of an archive has tens of thousands of these and of most of them only a few
 * fields are ever looked at; and because a stanza that is published again must not change.
 */
public final class Stanza {

    private final String source;
    private final int line;
    private final byte[] raw;

    /** @param line where it starts, counted from 1 */
    Stanza(String source, int line, byte[] raw) {
        this.source = source;
        this.line = line;
        this.raw = raw;
    }

    public Position at() {
        return new Position(source, line, 0);
    }

    /** Only where it stands. */
    Stanza bare() {
        return new Stanza(source, line, new byte[0]);
    }

    /** How long its text is, in bytes. */
    public int length() {
        return raw.length;
    }

    /** The stanza as text, each line ended by a newline. */
    public String text() {
        return new String(raw, StandardCharsets.UTF_8);
    }

    /** A field's value without the blanks around it; the lines of a long value are joined by newlines. */
    public Optional<String> field(String name) {
        int at = 0;
        while (at < raw.length) {
            int end = endOfField(at);
            if (startsWith(at, name)) {
                return Optional.of(value(at + name.length() + 1, end));
            }
            at = end;
        }
        return Optional.empty();
    }

    /** The values of several fields, found in one go; null for those that are not there. */
    public @Nullable String[] values(String... names) {
        @Nullable String[] values = new @Nullable String[names.length];
        for (int at = 0; at < raw.length; ) {
            int end = endOfField(at);
            for (int i = 0; i < names.length; i++) {
                if (values[i] == null && startsWith(at, names[i])) {
                    values[i] = value(at + names[i].length() + 1, end);
                    break;
                }
            }
            at = end;
        }
        return values;
    }

    /** Like {@link #field}, but the field must be there. */
    public String require(String name) {
        return field(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new ControlException(
                        Problem.of("the field '" + name + "' is missing").at(at())));
    }

    /** All fields in their order, by name in lower case. A field that is there twice is an error. */
    public Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int at = 0; at < raw.length; ) {
            int end = endOfField(at);
            int colon = at;
            while (raw[colon] != ':') {
                colon++;
            }
            String name = new String(raw, at, colon - at, StandardCharsets.US_ASCII).toLowerCase(Locale.ROOT);
            if (fields.put(name, value(colon + 1, end)) != null) {
                throw new ControlException(
                        Problem.of("the field '" + name + "' is there twice").at(at()));
            }
            at = end;
        }
        return fields;
    }

    /** The same stanza with one field's value replaced; a value may begin on a line of its own. */
    public String textWith(String name, String value) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < raw.length; ) {
            int end = endOfField(at);
            if (startsWith(at, name)) {
                text.append(name)
                        .append(value.startsWith("\n") ? ":" : ": ")
                        .append(value)
                        .append('\n');
            } else {
                text.append(new String(raw, at, end - at, StandardCharsets.UTF_8));
            }
            at = end;
        }
        return text.toString();
    }

    private boolean startsWith(int at, String name) {
        int length = name.length();
        if (at + length >= raw.length || raw[at + length] != ':') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lower(raw[at + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b;
    }

    /** The index after a field's last line. */
    private int endOfField(int start) {
        int at = start;
        do {
            while (at < raw.length && raw[at] != '\n') {
                at++;
            }
            at++;
        } while (at < raw.length && (raw[at] == ' ' || raw[at] == '\t'));
        return Math.min(at, raw.length);
    }

    private String value(int from, int to) {
        return new String(raw, from, to - from, StandardCharsets.UTF_8).strip();
    }

    @Override
    public String toString() {
        return text();
    }
}
