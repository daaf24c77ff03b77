package io.slipway.common.template;

import io.slipway.common.PythonFloat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A scalar about to be written as YAML 1.1, and how it may be written: the rules of libyaml, which PyYAML writes with.
 *
 * @param multiline whether it contains line breaks
 * @param plainInFlow whether it may stand without quotes inside {@code []} or {@code {}}
 * @param plainInBlock whether it may stand without quotes elsewhere
 * @param singleQuotes whether single quotes do
 * @param literal whether it may stand line by line, after {@code |}
 */
record YamlScalar(
        String text,
        boolean multiline,
        boolean plainInFlow,
        boolean plainInBlock,
        boolean singleQuotes,
        boolean literal) {

    enum Style {
        PLAIN,
        SINGLE,
        DOUBLE
    }

    private static final Pattern BLANKS_BEFORE_BREAK = Pattern.compile(" +(?=[\n\u0085\u2028\u2029])");
    private static final Pattern NOT_A_STRING = Pattern.compile(String.join(
            "|",
            "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
            "~|null|Null|NULL|<<|=",
            "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+",
            "[-+]?(?:[0-9][0-9_]*)\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
            "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)",
            "[0-9]{4}-[0-9]{2}-[0-9]{2}",
            "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]*)?"
                    + "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?"));

    /** @param value anything but a list or mapping */
    static YamlScalar of(@Nullable Object value) {
        return switch (value) {
            case null -> word("null");
            case Boolean b -> word(b ? "true" : "false");
            case Double d -> word(number(d));
            case Float f -> word(number(f.doubleValue()));
            case Number n -> word(n.toString());
            case String s -> analyze(s);
            case Undefined undefined -> throw undefined.failure();
            default ->
                throw TemplateException.of("a value of type " + Python.typeName(value) + " can't be written as YAML");
        };
    }

    private static YamlScalar word(String text) {
        return new YamlScalar(text, false, true, true, true, false);
    }

    private static String number(double d) {
        if (Double.isNaN(d)) {
            return ".nan";
        }
        if (Double.isInfinite(d)) {
            return d > 0 ? ".inf" : "-.inf";
        }
        String text = PythonFloat.text(d);
        return text.contains(".") || !text.contains("e") ? text : text.replace("e", ".0e");
    }

    private static YamlScalar analyze(String s) {
        if (s.isEmpty()) {
            return new YamlScalar(s, false, false, false, true, false);
        }
        boolean blockIndicators = s.startsWith("---") || s.startsWith("...");
        boolean flowIndicators = blockIndicators;
        boolean lineBreaks = false;
        boolean special = false;
        boolean breakThenSpace = false;
        boolean spaceThenBreak = false;
        boolean afterBlank = true;
        int before = 0;
        int end = s.length();
        for (int i = 0; i < end; ) {
            int c = s.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean beforeBlank = next >= end || isBlank(s.charAt(next));
            if (i == 0) {
                boolean always = "#,[]{}&*!|>'\"%@`".indexOf(c) >= 0 || (c == '-' && beforeBlank);
                flowIndicators |= always || c == '?' || c == ':';
                blockIndicators |= always || ((c == '?' || c == ':') && beforeBlank);
            } else {
                boolean comment = c == '#' && afterBlank;
                flowIndicators |= comment || ",?[]{}:".indexOf(c) >= 0;
                blockIndicators |= comment || (c == ':' && beforeBlank);
            }
            special |= !isPrintable(c);
            lineBreaks |= isBreak(c);
            breakThenSpace |= c == ' ' && isBreak(before);
            spaceThenBreak |= isBreak(c) && before == ' ';
            afterBlank = isBlank(c);
            before = c;
            i = next;
        }
        int first = s.codePointAt(0);
        int last = s.codePointBefore(end);
        boolean edges = first == ' ' || isBreak(first) || last == ' ' || isBreak(last);
        boolean hard = spaceThenBreak || special;
        boolean plain = !edges && !breakThenSpace && !hard && !lineBreaks && isString(s);
        return new YamlScalar(
                s,
                lineBreaks,
                plain && !flowIndicators,
                plain && !blockIndicators,
                !breakThenSpace && !hard,
                !hard && last != ' ');
    }

    /** The same, but only in double quotes. */
    YamlScalar quoted() {
        return new YamlScalar(text, multiline, false, false, false, false);
    }

    /** Text without what forbids to write it line by line: blanks before line breaks, tabs, control characters. */
    static String readable(String text) {
        StringBuilder kept = new StringBuilder();
        String spread = StringMethods.expandTabs(text.stripTrailing(), 8);
        spread.codePoints().filter(c -> isPrintable(c) || c == 0x85).forEach(kept::appendCodePoint);
        return BLANKS_BEFORE_BREAK.matcher(kept).replaceAll("");
    }

    /** Whether the text without quotes would be read back as a string. */
    private static boolean isString(String s) {
        return !NOT_A_STRING.matcher(s).matches();
    }

    static boolean isBreak(int c) {
        return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t' || c == 0 || isBreak(c);
    }

    /** What libyaml writes as it is. */
    static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= ' ' && c <= '~')
                || (c >= 0xa0 && c <= 0xd7ff)
                || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff);
    }

    /**
     * @param flow whether this stands inside {@code []} or {@code {}}
     * @param key whether this is a key on the line of its value
     */
    Style style(boolean flow, boolean key) {
        if (key && multiline) {
            return Style.DOUBLE;
        }
        if (flow ? plainInFlow : plainInBlock) {
            return Style.PLAIN;
        }
        return singleQuotes ? Style.SINGLE : Style.DOUBLE;
    }
}
