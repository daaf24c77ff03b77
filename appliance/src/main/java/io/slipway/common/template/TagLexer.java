package io.slipway.common.template;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts what stands inside a tag. Braces are counted, so that a mapping may end right before the tag does. */
final class TagLexer {

    private static final Pattern FLOAT =
            Pattern.compile("(?:\\d+_)*\\d+(?:(?:\\.(?:\\d+_)*\\d+)?[eE][+-]?(?:\\d+_)*\\d+|\\.(?:\\d+_)*\\d+)");
    private static final Pattern INTEGER =
            Pattern.compile("0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*");
    private static final List<String> OPERATORS = List.of(
            "**", "//", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
            "=", ".", ":", "|", ",", ";");

    private final Source source;
    private final String text;
    private final Settings settings;
    private final List<Token> tokens;
    private final boolean inTag;
    private final Deque<Token> open = new ArrayDeque<>();

    TagLexer(Source source, Settings settings, List<Token> tokens, boolean inTag) {
        this.source = source;
        this.text = source.text();
        this.settings = settings;
        this.tokens = tokens;
        this.inTag = inTag;
    }

    /**
     * Where a tag closes.
     *
     * @param sign the {@code -} or {@code +} before the closing braces, else a blank
     */
    record End(char sign, int start, int end) {}

    /**
     * Reads up to and including what closes the tag.
     *
     * @param plus whether a plus sign may stand before it
     */
    End until(String closing, boolean plus, int tagStart, int from) {
        int at = from;
        while (true) {
            at = skipSpace(at);
            if (at >= text.length()) {
                throw source.mistake(tagStart, "this tag has no end", "close it with '" + closing + "'");
            }
            if (open.isEmpty()) {
                char c = text.charAt(at);
                if (text.startsWith(closing, at)) {
                    return new End(' ', at, at + closing.length());
                }
                boolean signed = c == '-' || (c == '+' && plus);
                if (signed && text.startsWith(closing, at + 1)) {
                    return new End(c, at, at + 1 + closing.length());
                }
            }
            at = token(at);
        }
    }

    /** Reads everything. */
    int expression() {
        int at = skipSpace(0);
        while (at < text.length()) {
            at = skipSpace(token(at));
        }
        if (!open.isEmpty()) {
            throw source.mistake(open.peek().start(), "'" + open.peek().text() + "' is never closed");
        }
        return at;
    }

    private int skipSpace(int from) {
        int at = from;
        while (at < text.length() && Text.isSpace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int token(int at) {
        char c = text.charAt(at);
        if (c >= '0' && c <= '9') {
            return number(at);
        }
        if (c == '\'' || c == '"') {
            return string(at, c);
        }
        if (Character.isUnicodeIdentifierStart(text.codePointAt(at)) || c == '_') {
            return name(at);
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                Token token = new Token(Token.Kind.OPERATOR, operator, null, at, at + operator.length());
                balance(token);
                tokens.add(token);
                return token.end();
            }
        }
        String hint = c == '&' || c == '!' || c == '|' ? "the logical operators are 'and', 'or' and 'not'" : "";
        throw source.mistake(at, "unexpected character '" + Character.toString(text.codePointAt(at)) + "'", hint);
    }

    private void balance(Token token) {
        switch (token.text()) {
            case "(", "[", "{" -> open.push(token);
            case ")", "]", "}" -> {
                if (open.isEmpty()) {
                    throw source.mistake(token.start(), "unexpected '" + token.text() + "'", "nothing is open here");
                }
                Token opening = open.pop();
                String expected = closing(opening);
                if (!expected.equals(token.text())) {
                    throw source.mistake(
                            token.start(),
                            "unexpected '" + token.text() + "', expected '" + expected + "'",
                            "to close the '" + opening.text() + "' at " + source.at(opening.start()));
                }
            }
            default -> {}
        }
    }

    private static String closing(Token opening) {
        return switch (opening.text()) {
            case "(" -> ")";
            case "[" -> "]";
            default -> "}";
        };
    }

    private int name(int start) {
        int at = start;
        while (at < text.length() && Character.isUnicodeIdentifierPart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        tokens.add(new Token(Token.Kind.NAME, text.substring(start, at), null, start, at));
        return at;
    }

    private int number(int start) {
        boolean afterDot = start > 0 && text.charAt(start - 1) == '.';
        Matcher matcher = FLOAT.matcher(text).region(start, text.length());
        if (!afterDot && matcher.lookingAt()) {
            double value = Double.parseDouble(matcher.group().replace("_", ""));
            tokens.add(new Token(Token.Kind.LITERAL, matcher.group(), value, start, matcher.end()));
            return matcher.end();
        }
        matcher = INTEGER.matcher(text).region(start, text.length());
        if (!matcher.lookingAt()) {
            throw source.mistake(start, "this is not a number");
        }
        String digits = matcher.group().replace("_", "");
        int radix = digits.length() < 2
                ? 10
                : switch (digits.charAt(1)) {
                    case 'x', 'X' -> 16;
                    case 'o', 'O' -> 8;
                    case 'b', 'B' -> 2;
                    default -> 10;
                };
        if (digits.length() > 10_000) {
            throw source.mistake(start, "this number is too long");
        }
        Object value = Numbers.shrink(new BigInteger(radix == 10 ? digits : digits.substring(2), radix));
        tokens.add(new Token(Token.Kind.LITERAL, matcher.group(), value, start, matcher.end()));
        return matcher.end();
    }

    private int string(int start, char quote) {
        int at = start + 1;
        boolean escapes = false;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean escape = text.charAt(at) == '\\';
            escapes |= escape;
            at += escape ? 2 : 1;
        }
        if (at >= text.length()) {
            throw source.mistake(start, "this string has no end", "close it with " + quote);
        }
        String content = text.substring(start + 1, at);
        boolean literal = !escapes || (inTag && settings.literalBackslashes());
        String value = literal ? content : Escapes.decode(content, source, start + 1);
        tokens.add(new Token(Token.Kind.STRING, value, value, start, at + 1));
        return at + 1;
    }
}
