package io.slipway.common.template;

/** The characters of a YAML document: indentation, folding and quoting, as libyaml lays them out. */
final class YamlLayout {

    private static final String ESCAPED = "\0\u0007\b\t\n\u000b\f\r\u001b\"\\\u0085\u2028\u2029";
    private static final String ESCAPES = "0abtnvfre\"\\NLP";

    private final StringBuilder out = new StringBuilder();
    private final int step;
    private final int width;
    private int indent = -1;
    private int column;
    private boolean afterBlank = true;
    private boolean atIndentation = true;

    YamlLayout(int step, int width) {
        this.step = step;
        this.width = width;
    }

    String text() {
        return out.toString();
    }

    /** Whether nothing but indentation and indicators stands on this line yet. */
    boolean atIndentation() {
        return atIndentation;
    }

    /** Whether the line is longer than it should be. */
    boolean full() {
        return column > width;
    }

    /** One level in; gives what {@link #back} needs. */
    int deeper(boolean flow, boolean sameColumn) {
        int outer = indent;
        if (indent < 0) {
            indent = flow ? step : 0;
        } else if (!sameColumn) {
            indent += step;
        }
        return outer;
    }

    void back(int outer) {
        indent = outer;
    }

    private void put(int c) {
        out.appendCodePoint(c);
        column++;
    }

    private void lineBreak(int c) {
        out.appendCodePoint(c);
        column = 0;
    }

    void indicator(String sign, boolean needsBlank, boolean leavesBlank, boolean keepsIndentation) {
        if (needsBlank && !afterBlank) {
            put(' ');
        }
        sign.codePoints().forEach(this::put);
        afterBlank = leavesBlank;
        atIndentation = atIndentation && keepsIndentation;
        Bounds.text(out.length());
    }

    void newLine() {
        int target = Math.max(indent, 0);
        if (!atIndentation || column > target || (column == target && !afterBlank)) {
            lineBreak('\n');
        }
        while (column < target) {
            put(' ');
        }
        afterBlank = true;
        atIndentation = true;
    }

    void scalar(YamlScalar scalar, boolean flow, boolean key) {
        int outer = deeper(true, false);
        switch (scalar.style(flow, key)) {
            case PLAIN -> plain(scalar.text(), !key);
            case SINGLE -> single(scalar.text(), !key);
            case DOUBLE -> doubled(scalar.text(), !key);
        }
        back(outer);
    }

    /** Text line by line, after {@code |}. */
    void literal(String text) {
        indicator("|" + hints(text), true, false, false);
        lineBreak('\n');
        atIndentation = true;
        int outer = deeper(true, false);
        boolean lineBegins = true;
        for (int c : text.codePoints().toArray()) {
            if (YamlScalar.isBreak(c)) {
                lineBreak(c);
                atIndentation = true;
                lineBegins = true;
                continue;
            }
            if (lineBegins) {
                newLine();
            }
            put(c);
            atIndentation = false;
            lineBegins = false;
        }
        afterBlank = true;
        back(outer);
    }

    /** How deep the text stands, if that cannot be seen, and what becomes of its last line break. */
    private String hints(String text) {
        int first = text.codePointAt(0);
        int last = text.codePointBefore(text.length());
        String depth = first == ' ' || YamlScalar.isBreak(first) ? String.valueOf(step) : "";
        if (!YamlScalar.isBreak(last)) {
            return depth + "-";
        }
        int end = text.length() - Character.charCount(last);
        return depth + (end == 0 || YamlScalar.isBreak(text.codePointBefore(end)) ? "+" : "");
    }

    /** A blank: either itself, or the place where the line is folded. */
    private boolean foldAt(boolean allowed, boolean afterSpace, boolean inner) {
        return allowed && !afterSpace && column > width && inner;
    }

    private void plain(String text, boolean mayFold) {
        if (!afterBlank && !text.isEmpty()) {
            put(' ');
        }
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c == ' ') {
                if (foldAt(mayFold, afterSpace, i >= text.length() || text.charAt(i) != ' ')) {
                    newLine();
                } else {
                    put(c);
                }
                afterSpace = true;
            } else {
                put(c);
                atIndentation = false;
                afterSpace = false;
            }
        }
        afterBlank = false;
        atIndentation = false;
    }

    private void single(String text, boolean mayFold) {
        indicator("'", true, false, false);
        boolean afterSpace = false;
        boolean afterBreak = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == ' ') {
                boolean inner = i > 0 && next < text.length() && text.charAt(next) != ' ';
                if (foldAt(mayFold, afterSpace, inner)) {
                    newLine();
                } else {
                    put(c);
                }
                afterSpace = true;
            } else if (YamlScalar.isBreak(c)) {
                if (!afterBreak && c == '\n') {
                    lineBreak('\n');
                }
                lineBreak(c);
                atIndentation = true;
                afterBreak = true;
            } else {
                if (afterBreak) {
                    newLine();
                }
                if (c == '\'') {
                    put(c);
                }
                put(c);
                atIndentation = false;
                afterSpace = false;
                afterBreak = false;
            }
            i = next;
        }
        if (afterBreak) {
            newLine();
        }
        indicator("'", false, false, false);
        afterBlank = false;
        atIndentation = false;
    }

    private void doubled(String text, boolean mayFold) {
        indicator("\"", true, false, false);
        boolean afterSpace = false;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (!YamlScalar.isPrintable(c) || YamlScalar.isBreak(c) || c == '"' || c == '\\') {
                escape(c);
                afterSpace = false;
            } else if (c == ' ') {
                if (foldAt(mayFold, afterSpace, i > 0 && next < text.length())) {
                    newLine();
                    if (text.charAt(next) == ' ') {
                        put('\\');
                    }
                } else {
                    put(c);
                }
                afterSpace = true;
            } else {
                put(c);
                afterSpace = false;
            }
            i = next;
        }
        indicator("\"", false, false, false);
        afterBlank = false;
        atIndentation = false;
    }

    private void escape(int c) {
        int known = c < 0x10000 ? ESCAPED.indexOf(c) : -1;
        String code = known >= 0
                ? String.valueOf(ESCAPES.charAt(known))
                : c < 0x100
                        ? String.format("x%02X", c)
                        : c < 0x10000 ? String.format("u%04X", c) : String.format("U%08X", c);
        put('\\');
        code.chars().forEach(this::put);
    }
}
