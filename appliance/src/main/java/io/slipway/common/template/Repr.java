package io.slipway.common.template;

import io.slipway.common.PythonFloat;
import java.math.BigInteger;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's {@code repr()}. */
final class Repr {

    private final StringBuilder out = new StringBuilder();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());

    private Repr() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Long l -> Long.toString(l);
            case String s -> quoted(s);
            case Double d -> PythonFloat.text(d);
            default -> {
                Repr repr = new Repr();
                repr.write(value);
                yield repr.out.toString();
            }
        };
    }

    private void write(@Nullable Object value) {
        Bounds.text(out.length());
        switch (value) {
            case null -> out.append("None");
            case Boolean b -> out.append(b ? "True" : "False");
            case String s -> quote(s, out);
            case Double d -> out.append(PythonFloat.text(d));
            case Float f -> out.append(PythonFloat.text(f.doubleValue()));
            case BigInteger big -> out.append(big);
            case Number n -> out.append(n);
            case PyTuple tuple -> sequence(tuple, '(', tuple.size() == 1 ? ",)" : ")");
            case List<?> list -> sequence(list, '[', "]");
            case Map<?, ?> map -> mapping(map);
            case Undefined undefined -> out.append(Python.used(undefined, "Undefined"));
            case PyObject object -> out.append(object.asText());
            default -> out.append('<').append(Python.typeName(value)).append('>');
        }
    }

    private boolean enter(Object container, String ifOpen) {
        if (!open.add(container)) {
            out.append(ifOpen);
            return false;
        }
        if (open.size() > Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("this value is nested too deeply to be printed");
        }
        return true;
    }

    private void sequence(List<?> list, char start, String end) {
        if (enter(list, start + "..." + end.charAt(end.length() - 1))) {
            out.append(start);
            String separator = "";
            for (Object item : list) {
                out.append(separator);
                write(item);
                separator = ", ";
            }
            out.append(end);
            open.remove(list);
        }
    }

    private void mapping(Map<?, ?> map) {
        if (enter(map, "{...}")) {
            out.append('{');
            String separator = "";
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                out.append(separator);
                write(entry.getKey());
                out.append(": ");
                write(entry.getValue());
                separator = ", ";
            }
            out.append('}');
            open.remove(map);
        }
    }

    static String quoted(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        quote(text, out);
        return out.toString();
    }

    private static void quote(String text, StringBuilder out) {
        char mark = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        out.append(mark);
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c == mark) {
                        out.append('\\').append(mark);
                    } else if (printable(c)) {
                        out.appendCodePoint(c);
                    } else {
                        escape(c, out);
                    }
                }
            }
        }
        out.append(mark);
    }

    private static void escape(int c, StringBuilder out) {
        out.append(c < 0x100 ? String.format("\\x%02x", c) : String.format(c < 0x10000 ? "\\u%04x" : "\\U%08x", c));
    }

    /** Whether Python's {@code str.isprintable()} says so. */
    static boolean printable(int c) {
        if (c == ' ') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }
}
