package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON (RFC 8259) with the place of each value. YAML is nearly a superset, but refuses the tabs that many indent with. */
final class ReadJson {

    private static final int MAX_NESTING = 100;
    private static final Pattern NUMBER =
            Pattern.compile("-?(?:0|[1-9][0-9]{0,400})(\\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?");

    private final String source;
    private final String text;
    private final Findings findings;
    private int at;
    private int line = 1;
    private int lineStart;

    private ReadJson(String source, String text, Findings findings) {
        this.source = source;
        this.text = text;
        this.findings = findings;
    }

    /**
     * @param findings is warned of keys that stand there twice, of which the last one counts
     * @throws IgnitionException at the first place that is not JSON
     */
    static YamlNode read(String source, String text, Findings findings) {
        ReadJson json = new ReadJson(source, text, findings);
        YamlNode value = json.value(0);
        json.blanks();
        if (json.at < text.length()) {
            throw json.wrong("nothing more is expected here");
        }
        return value;
    }

    private YamlNode value(int depth) {
        blanks();
        if (depth > MAX_NESTING) {
            throw wrong("it is nested more than " + MAX_NESTING + " deep");
        }
        Position here = here();
        return switch (peek()) {
            case '{' -> mapping(depth, here);
            case '[' -> list(depth, here);
            case '"' -> YamlNode.Scalar.of(string(), here);
            case 't' -> word("true", true, here);
            case 'f' -> word("false", false, here);
            case 'n' -> word("null", null, here);
            default -> number(here);
        };
    }

    private YamlNode mapping(int depth, Position here) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        at++;
        blanks();
        while (peek() != '}') {
            if (!entries.isEmpty()) {
                take(',');
            }
            blanks();
            Position keyAt = here();
            if (peek() != '"') {
                throw wrong("a key in double quotes is expected here");
            }
            String key = string();
            blanks();
            take(':');
            YamlNode.Entry entry = new YamlNode.Entry(YamlNode.Scalar.of(key, keyAt), value(depth + 1));
            if (entries.remove(key) != null) {
                findings.warn(keyAt, "the key '" + key + "' is given twice", "the last one counts: keep one of them");
            }
            entries.put(key, entry);
            blanks();
        }
        at++;
        return new YamlNode.Mapping(List.copyOf(entries.values()), here);
    }

    private YamlNode list(int depth, Position here) {
        List<YamlNode> items = new ArrayList<>();
        at++;
        blanks();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                take(',');
            }
            items.add(value(depth + 1));
            blanks();
        }
        at++;
        return new YamlNode.Sequence(items, here);
    }

    private String string() {
        StringBuilder read = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at);
            if (c < ' ') {
                throw wrong("a text ends before its line does; a line break in it is written \\n");
            }
            at++;
            read.append(c == '\\' ? escaped() : c);
        }
        at++;
        return read.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw wrong("'\\" + c + "' means nothing");
        };
    }

    private char unicode() {
        String digits = text.substring(at, Math.min(text.length(), at + 4));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw wrong("four hexadecimal digits are expected here");
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private YamlNode word(String word, @Nullable Boolean value, Position here) {
        if (!text.startsWith(word, at)) {
            throw wrong("a value is expected here");
        }
        at += word.length();
        return new YamlNode.Scalar(value, word, YamlNode.Scalar.Style.PLAIN, "", here);
    }

    private YamlNode number(Position here) {
        Matcher number = NUMBER.matcher(text).region(at, text.length());
        if (!number.lookingAt()) {
            throw wrong("a value is expected here");
        }
        at = number.end();
        boolean whole = number.group(1) == null
                && number.group(2) == null
                && number.group().length() <= 18;
        Object value = whole ? (Object) Long.valueOf(number.group()) : Double.valueOf(number.group());
        return new YamlNode.Scalar(value, number.group(), YamlNode.Scalar.Style.PLAIN, "", here);
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw wrong("'" + expected + "' is expected here");
        }
        at++;
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
            }
            at++;
        }
    }

    private Position here() {
        return new Position(source, line, at - lineStart + 1);
    }

    private IgnitionException wrong(String why) {
        return new IgnitionException(
                List.of(Problem.of("this is not valid JSON").at(here()).because(why)));
    }
}
