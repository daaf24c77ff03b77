package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlNode.Scalar.Style;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Guesses the type of a value in an INI inventory, or of what a template gives: what reads as a Python literal (number, {@code True},
 * {@code None}, quoted string, list, tuple, set, dict) is one, everything else is text. As in Python, a line may end inside brackets.
 */
public final class PythonLiteral {

    private static final int MAX_DEPTH = 200;
    private static final Pattern INTEGER =
            Pattern.compile("0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|[1-9](?:_?[0-9])*|0(?:_?0)*");
    private static final Pattern FLOAT =
            Pattern.compile("(?:[0-9](?:_?[0-9])*)?\\.[0-9](?:_?[0-9])*(?:[eE][+-]?[0-9]+)?"
                    + "|[0-9](?:_?[0-9])*\\.(?:[eE][+-]?[0-9]+)?|[0-9](?:_?[0-9])*[eE][+-]?[0-9]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_]\\w*");

    private final String text;
    private final Position at;
    private final boolean json;
    private int next;
    private int depth;
    private int brackets;

    private PythonLiteral(String text, Position at, boolean json) {
        this.text = text;
        this.at = at;
        this.json = json;
    }

    /** The value as the node of a document, at the place where it is written. */
    public static YamlNode parse(String text, Position at) {
        return parse(text, at, false);
    }

    /** The same where JSON's {@code true}, {@code false} and {@code null} may stand for Python's. */
    public static YamlNode parseWithJson(String text, Position at) {
        return parse(text, at, true);
    }

    private static YamlNode parse(String text, Position at, boolean json) {
        try {
            return new PythonLiteral(text, at, json).whole();
        } catch (NotALiteral e) {
            return YamlNode.Scalar.of(text, at);
        }
    }

    /** Says that the text is just text. */
    private static final class NotALiteral extends Exception {
        NotALiteral() {
            super(null, null, false, false);
        }
    }

    private YamlNode whole() throws NotALiteral {
        List<YamlNode> items = new ArrayList<>();
        skipBlanks();
        items.add(value());
        boolean tuple = false;
        while (taken(',')) {
            tuple = true;
            if (atEnd()) {
                break;
            }
            items.add(value());
        }
        if (!atEnd()) {
            throw new NotALiteral();
        }
        return tuple ? new YamlNode.Sequence(items, at) : items.getFirst();
    }

    private boolean atEnd() {
        return afterBlanks(true) == text.length();
    }

    private YamlNode value() throws NotALiteral {
        if (++depth > MAX_DEPTH) {
            throw new NotALiteral();
        }
        skipBlanks();
        if (next >= text.length()) {
            throw new NotALiteral();
        }
        YamlNode value = switch (text.charAt(next)) {
            case '[' -> list(']');
            case '(' -> parenthesis();
            case '{' -> braces();
            case '\'', '"' -> string();
            case 'u', 'U' -> prefixedString();
            case '+', '-' -> signed();
            default -> numberOrName();
        };
        depth--;
        return value;
    }

    private YamlNode list(char close) throws NotALiteral {
        next++;
        brackets++;
        List<YamlNode> items = new ArrayList<>();
        while (!closed(close)) {
            items.add(value());
            if (!taken(',') && !peek(close)) {
                throw new NotALiteral();
            }
        }
        return new YamlNode.Sequence(items, at);
    }

    /** A tuple, or a value in parentheses. */
    private YamlNode parenthesis() throws NotALiteral {
        int start = next;
        YamlNode.Sequence items = (YamlNode.Sequence) list(')');
        boolean tuple = items.items().size() != 1
                || text.substring(start, next - 1).stripTrailing().endsWith(",");
        return tuple ? items : items.items().getFirst();
    }

    private YamlNode braces() throws NotALiteral {
        next++;
        brackets++;
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        List<YamlNode> items = new ArrayList<>();
        while (!closed('}')) {
            YamlNode first = value();
            if (taken(':') && first instanceof YamlNode.Scalar key && items.isEmpty()) {
                entries.put(key.text(), new YamlNode.Entry(key, value()));
            } else if (entries.isEmpty() && first instanceof YamlNode.Scalar) {
                items.add(first);
            } else {
                throw new NotALiteral();
            }
            if (!taken(',') && !peek('}')) {
                throw new NotALiteral();
            }
        }
        return items.isEmpty()
                ? new YamlNode.Mapping(List.copyOf(entries.values()), at)
                : new YamlNode.Sequence(items, at);
    }

    private YamlNode string() throws NotALiteral {
        StringBuilder all = new StringBuilder();
        while (peek('\'') || peek('"')) {
            PythonString part = PythonString.at(text, next);
            if (part == null) {
                throw new NotALiteral();
            }
            all.append(part.value());
            next = part.end();
        }
        return YamlNode.Scalar.of(all.toString(), at);
    }

    private YamlNode prefixedString() throws NotALiteral {
        next++;
        boolean quoted = next < text.length() && (text.charAt(next) == '\'' || text.charAt(next) == '"');
        if (!quoted) {
            throw new NotALiteral();
        }
        return string();
    }

    private YamlNode signed() throws NotALiteral {
        boolean negative = text.charAt(next) == '-';
        next++;
        skipBlanks();
        YamlNode.Scalar number = (YamlNode.Scalar) numberOrName();
        Object value = number.value();
        if (!(value instanceof Number)) {
            throw new NotALiteral();
        }
        return scalar(negative ? negated(value) : value);
    }

    private static Object negated(Object value) {
        return switch (value) {
            case Double d -> -d;
            case Long l -> -l;
            default -> shortened(((BigInteger) value).negate());
        };
    }

    private YamlNode numberOrName() throws NotALiteral {
        Matcher real = FLOAT.matcher(text).region(next, text.length());
        if (real.lookingAt()) {
            return ended(real, Double.valueOf(real.group().replace("_", "")));
        }
        Matcher integer = INTEGER.matcher(text).region(next, text.length());
        if (integer.lookingAt()) {
            return ended(integer, integer(integer.group().replace("_", "")));
        }
        Matcher word = WORD.matcher(text).region(next, text.length());
        if (!word.lookingAt()) {
            throw new NotALiteral();
        }
        return switch (word.group()) {
            case "True" -> ended(word, true);
            case "False" -> ended(word, false);
            case "None" -> ended(word, null);
            case "true", "false" -> ofJson(word, word.group().equals("true"));
            case "null" -> ofJson(word, null);
            default -> throw new NotALiteral();
        };
    }

    private YamlNode ofJson(Matcher word, @Nullable Object value) throws NotALiteral {
        if (!json) {
            throw new NotALiteral();
        }
        return ended(word, value);
    }

    private YamlNode ended(Matcher token, @Nullable Object value) throws NotALiteral {
        next = token.end();
        boolean runsOn = next < text.length()
                && (Character.isLetterOrDigit(text.charAt(next)) || "_.'\"".indexOf(text.charAt(next)) >= 0);
        if (runsOn) {
            throw new NotALiteral();
        }
        return scalar(value);
    }

    private YamlNode.Scalar scalar(@Nullable Object value) {
        return new YamlNode.Scalar(value, String.valueOf(value), Style.PLAIN, "", at);
    }

    private static Object integer(String digits) {
        if (digits.length() > 2 && Character.isLetter(digits.charAt(1))) {
            int radix = switch (Character.toLowerCase(digits.charAt(1))) {
                case 'x' -> 16;
                case 'o' -> 8;
                default -> 2;
            };
            return shortened(new BigInteger(digits.substring(2), radix));
        }
        return shortened(new BigInteger(digits));
    }

    private static Object shortened(BigInteger value) {
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private boolean closed(char c) {
        boolean closed = taken(c);
        brackets -= closed ? 1 : 0;
        return closed;
    }

    private boolean taken(char c) {
        if (peek(c)) {
            next++;
            return true;
        }
        return false;
    }

    private boolean peek(char c) {
        skipBlanks();
        return next < text.length() && text.charAt(next) == c;
    }

    private void skipBlanks() {
        next = afterBlanks(brackets > 0);
    }

    /** @param lines whether a comment and the end of the line count as blanks */
    private int afterBlanks(boolean lines) {
        boolean comment = false;
        int i = next;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            comment = lines && c != '\n' && (comment || c == '#');
            boolean blank = comment || c == ' ' || c == '\t' || c == '\f' || (lines && (c == '\n' || c == '\r'));
            if (!blank) {
                break;
            }
        }
        return i;
    }
}
