package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's {@code str.format()}. */
final class BraceFormat {

    private final String format;
    private final List<@Nullable Object> args;
    private final @Nullable Object named;
    private int automatic;

    private BraceFormat(String format, List<@Nullable Object> args, @Nullable Object named) {
        this.format = format;
        this.args = args;
        this.named = named;
    }

    /** @param named a mapping with the named values */
    static String format(String format, List<@Nullable Object> args, @Nullable Object named) {
        return new BraceFormat(format, args, named).expand(format, 2);
    }

    private String expand(String text, int levels) {
        if (levels == 0) {
            throw TemplateException.of("the fields of a format are nested too deeply");
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
            if (c == '{' && !doubled) {
                int end = fieldEnd(text, at + 1);
                out.append(field(text.substring(at + 1, end), levels));
                at = end + 1;
            } else if (c == '}' && !doubled) {
                throw TemplateException.of("single '}' in format string");
            } else {
                out.append(c);
                at += c == '{' || c == '}' ? 2 : 1;
            }
            Bounds.text(out.length());
        }
        return out.toString();
    }

    private static int fieldEnd(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            open += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (open == 0) {
                return i;
            }
        }
        throw TemplateException.of("expected '}' before the end of the format string");
    }

    private String field(String field, int levels) {
        int colon = field.indexOf(':');
        String head = colon < 0 ? field : field.substring(0, colon);
        int mark = head.indexOf('!');
        Object value = lookup(mark < 0 ? head : head.substring(0, mark));
        if (mark >= 0) {
            value = switch (head.substring(mark + 1)) {
                case "s" -> Python.str(value);
                case "r", "a" -> Python.repr(value);
                default ->
                    throw TemplateException.of("unknown conversion '" + head.substring(mark + 1) + "' in a format");
            };
        }
        String spec = colon < 0 ? "" : expand(field.substring(colon + 1), levels - 1);
        if (spec.isEmpty()) {
            return Python.str(value);
        }
        if (value == null || value instanceof List<?> || value instanceof Map<?, ?>) {
            throw TemplateException.of("unsupported format string for a value of type " + Python.typeName(value));
        }
        return FormatSpec.parse(spec).apply(value);
    }

    private @Nullable Object lookup(String path) {
        int end = 0;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        Object value = first(path.substring(0, end));
        int at = end;
        while (at < path.length()) {
            if (path.charAt(at) == '[') {
                int close = path.indexOf(']', at);
                if (close < 0) {
                    throw TemplateException.of("expected ']' in the format field '" + path + "'");
                }
                String key = path.substring(at + 1, close);
                value = Subscript.item(value, isNumber(key) ? (Object) Long.parseLong(key) : key);
                at = close + 1;
            } else {
                int stop = at + 1;
                while (stop < path.length() && path.charAt(stop) != '.' && path.charAt(stop) != '[') {
                    stop++;
                }
                Object owner = value;
                value = owner instanceof Map<?, ?>
                        ? Undefined.of(path)
                        : Subscript.attribute(owner, path.substring(at + 1, stop));
                at = stop;
            }
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value;
    }

    private static boolean isNumber(String key) {
        return !key.isEmpty() && key.length() < 10 && key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private @Nullable Object first(String name) {
        if (!name.isEmpty() && !isNumber(name)) {
            return Subscript.item(named, name);
        }
        if (name.isEmpty() ? automatic < 0 : automatic > 0) {
            throw TemplateException.of("cannot mix numbered and unnumbered fields in '" + format + "'");
        }
        int index = name.isEmpty() ? automatic++ : Integer.parseInt(name);
        automatic = name.isEmpty() ? automatic : -1;
        if (index >= args.size()) {
            throw TemplateException.of("replacement index " + index + " out of range for positional arguments");
        }
        return args.get(index);
    }
}
