package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code pprint.pformat()}: what fits on a line of 80 characters stands on one, and keys are sorted. */
final class PrettyPrint {

    private static final int WIDTH = 80;
    private static final Pattern WORD = Pattern.compile("\\S*\\s*");

    private final StringBuilder out = new StringBuilder();

    private PrettyPrint() {}

    static String of(@Nullable Object value) {
        PrettyPrint printer = new PrettyPrint();
        printer.write(sorted(value, 0), 0, 0, 0);
        return printer.out.toString();
    }

    private static @Nullable Object sorted(@Nullable Object value, int depth) {
        if (depth > Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("this value is nested too deeply to be printed");
        }
        return switch (value) {
            case Map<?, ?> map -> {
                List<@Nullable Object> keys = new ArrayList<>(map.keySet());
                keys.sort(PrettyPrint::order);
                Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
                keys.forEach(key -> copy.put(key, sorted(map.get(key), depth + 1)));
                yield copy;
            }
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(sorted(item, depth + 1)));
                yield list instanceof PyTuple ? PyTuple.copyOf(copy) : copy;
            }
            case null, default -> value;
        };
    }

    /** What Python can't compare is in the order of its type's name. */
    private static int order(@Nullable Object a, @Nullable Object b) {
        boolean numbers = a != null && b != null && Numbers.isNumeric(a) && Numbers.isNumeric(b);
        return numbers || (a instanceof String && b instanceof String)
                ? Python.compare(a, b, "<")
                : Python.typeName(a).compareTo(Python.typeName(b));
    }

    private void write(@Nullable Object value, int indent, int allowance, int level) {
        Bounds.text(out.length());
        String whole = Repr.of(value);
        if (Text.length(whole) <= WIDTH - indent - allowance) {
            out.append(whole);
            return;
        }
        switch (value) {
            case Map<?, ?> map -> map(map, indent, allowance + 1, level + 1);
            case PyTuple tuple -> {
                out.append('(');
                String end = tuple.size() == 1 ? ",)" : ")";
                items(tuple, indent, allowance + end.length(), level + 1);
                out.append(end);
            }
            case List<?> list -> {
                out.append('[');
                items(list, indent, allowance + 1, level + 1);
                out.append(']');
            }
            case String text -> string(text, indent, allowance, level + 1);
            case null, default -> out.append(whole);
        }
    }

    private void map(Map<?, ?> map, int indent, int allowance, int level) {
        out.append('{');
        int left = map.size();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String key = Repr.of(entry.getKey());
            out.append(key).append(": ");
            left--;
            write(entry.getValue(), indent + 1 + Text.length(key) + 2, left == 0 ? allowance : 1, level);
            newLine(left, indent + 1);
        }
        out.append('}');
    }

    private void items(List<?> list, int indent, int allowance, int level) {
        int left = list.size();
        for (Object item : list) {
            left--;
            write(item, indent + 1, left == 0 ? allowance : 1, level);
            newLine(left, indent + 1);
        }
    }

    private void newLine(int left, int indent) {
        if (left > 0) {
            out.append(",\n").append(" ".repeat(indent));
        }
    }

    /** A long text is broken between its words; at the top it gets parentheses. */
    private void string(String text, int indent, int allowance, int level) {
        int top = level == 1 ? 1 : 0;
        int width = WIDTH - indent - top;
        int closing = allowance + top;
        List<String> chunks = new ArrayList<>();
        List<String> lines = lines(text);
        for (int i = 0; i < lines.size(); i++) {
            boolean last = i == lines.size() - 1;
            String whole = Repr.of(lines.get(i));
            if (Text.length(whole) <= width - (last ? closing : 0)) {
                chunks.add(whole);
            } else {
                words(lines.get(i), width, last ? closing : 0, chunks);
            }
        }
        String separator = "\n" + " ".repeat(indent + top);
        String joined = String.join(separator, chunks);
        out.append(top == 1 && chunks.size() > 1 ? "(" + joined + ")" : joined);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        Matcher line =
                Pattern.compile("[^\\n\\r]*(?:\\r\\n|\\n|\\r)|[^\\n\\r]+$").matcher(text);
        while (line.find()) {
            lines.add(line.group());
        }
        return lines;
    }

    private static void words(String line, int width, int closing, List<String> chunks) {
        String current = "";
        Matcher word = WORD.matcher(line);
        while (word.find() && !word.group().isEmpty()) {
            String candidate = current + word.group();
            int room = word.end() == line.length() ? width - closing : width;
            if (Text.length(Repr.of(candidate)) > room) {
                if (!current.isEmpty()) {
                    chunks.add(Repr.of(current));
                }
                current = word.group();
            } else {
                current = candidate;
            }
        }
        if (!current.isEmpty()) {
            chunks.add(Repr.of(current));
        }
    }
}
