package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens: the text around the tags (after white space control), and what stands inside them. */
final class Lexer {

    private final Source source;
    private final String text;
    private final Settings settings;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean lineStart = true;

    private Lexer(Source source, Settings settings) {
        this.source = source;
        this.text = source.text();
        this.settings = settings;
    }

    static List<Token> template(Source source, Settings settings) {
        Lexer lexer = new Lexer(source, settings);
        lexer.outside();
        return lexer.tokens;
    }

    /** The tokens of a bare expression. */
    static List<Token> expression(Source source, Settings settings) {
        Lexer lexer = new Lexer(source, settings);
        TagLexer tag = new TagLexer(source, settings, lexer.tokens, false);
        int end = tag.expression();
        lexer.add(Token.Kind.END, "", end, end);
        return lexer.tokens;
    }

    private void add(Token.Kind kind, String content, int start, int end) {
        tokens.add(new Token(kind, content, null, start, end));
    }

    private void outside() {
        int end = text.length();
        if (!settings.keepTrailingNewline() && text.endsWith("\n")) {
            end--;
        }
        while (at < end) {
            int tag = nextTag(at, end);
            if (tag < 0) {
                data(text.substring(at, end), at);
                break;
            }
            char kind = text.charAt(tag + 1);
            char sign = tag + 2 < text.length() ? text.charAt(tag + 2) : ' ';
            data(trimmedBefore(tag, kind, sign), at);
            at = tag + (sign == '-' || sign == '+' ? 3 : 2);
            lineStart = false;
            switch (kind) {
                case '#' -> comment(tag);
                case '{' -> print(tag);
                default -> block(tag);
            }
        }
        add(Token.Kind.END, "", text.length(), text.length());
    }

    private int nextTag(int from, int end) {
        for (int i = text.indexOf('{', from); i >= 0 && i + 1 < end; i = text.indexOf('{', i + 1)) {
            char next = text.charAt(i + 1);
            if (next == '{' || next == '%' || next == '#') {
                return i;
            }
        }
        return -1;
    }

    private void data(String content, int start) {
        if (!content.isEmpty()) {
            add(Token.Kind.DATA, content, start, start + content.length());
        }
    }

    private String trimmedBefore(int tag, char kind, char sign) {
        String content = text.substring(at, tag);
        if (sign == '-') {
            return Text.strip(content, null, false, true);
        }
        if (sign == '+' || !settings.lstripBlocks() || kind == '{') {
            return content;
        }
        int line = content.lastIndexOf('\n') + 1;
        boolean blankSoFar =
                Text.strip(content.substring(line), null, true, false).isEmpty();
        return blankSoFar && (line > 0 || lineStart) ? content.substring(0, line) : content;
    }

    private void comment(int start) {
        int close = text.indexOf("#}", at);
        if (close < 0) {
            throw source.mistake(start, "this comment has no end", "close it with '#}'");
        }
        boolean marked = close > at;
        afterTag(marked ? text.charAt(close - 1) : ' ', close + 2);
    }

    private void print(int start) {
        add(Token.Kind.PRINT_BEGIN, "", start, at);
        TagLexer tag = new TagLexer(source, settings, tokens, true);
        TagLexer.End end = tag.until("}}", start, at);
        add(Token.Kind.PRINT_END, "", end.start(), end.end());
        at = end.end();
        if (end.sign() == '-') {
            skipSpace();
        }
        lineStart = at > 0 && text.charAt(at - 1) == '\n';
    }

    private void block(int start) {
        int raw = rawBegin();
        if (raw >= 0) {
            raw(start, raw);
            return;
        }
        add(Token.Kind.BLOCK_BEGIN, "", start, at);
        TagLexer tag = new TagLexer(source, settings.literalBackslashes() ? unescaped() : settings, tokens, true);
        TagLexer.End end = tag.until("%}", start, at);
        add(Token.Kind.BLOCK_END, "", end.start(), end.end());
        afterTag(end.sign(), end.end());
    }

    private Settings unescaped() {
        return new Settings(
                settings.trimBlocks(),
                settings.lstripBlocks(),
                settings.keepTrailingNewline(),
                settings.printNoneAsEmpty(),
                false);
    }

    /** White space after a block or comment: all of it after a minus, one newline with trim_blocks, none after a plus. */
    private void afterTag(char sign, int end) {
        at = end;
        if (sign == '-') {
            skipSpace();
        } else if (sign != '+' && settings.trimBlocks() && at < text.length() && text.charAt(at) == '\n') {
            at++;
        }
        lineStart = at > 0 && text.charAt(at - 1) == '\n';
    }

    private void skipSpace() {
        while (at < text.length() && Text.isSpace(text.charAt(at))) {
            at++;
        }
    }

    private int blanks(int from) {
        int i = from;
        while (i < text.length() && Text.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** Where the raw text begins, if this tag is {@code raw}. */
    private int rawBegin() {
        int word = blanks(at);
        if (!text.startsWith("raw", word)) {
            return -1;
        }
        int close = blanks(word + 3);
        if (text.startsWith("-%}", close)) {
            return blanks(close + 3);
        }
        return text.startsWith("%}", close) ? close + 2 : -1;
    }

    private void raw(int start, int content) {
        for (int tag = text.indexOf("{%", content); tag >= 0; tag = text.indexOf("{%", tag + 1)) {
            char sign = tag + 2 < text.length() ? text.charAt(tag + 2) : ' ';
            int word = blanks(sign == '-' || sign == '+' ? tag + 3 : tag + 2);
            if (!text.startsWith("endraw", word)) {
                continue;
            }
            int close = blanks(word + 6);
            char closing = close < text.length() ? text.charAt(close) : ' ';
            int end = closing == '-' || closing == '+' ? close + 1 : close;
            if (text.startsWith("%}", end)) {
                at = content;
                lineStart = content > 0 && text.charAt(content - 1) == '\n';
                data(trimmedBefore(tag, '%', sign), content);
                afterTag(closing, end + 2);
                return;
            }
        }
        throw source.mistake(start, "this raw block has no end", "close it with '{% endraw %}'");
    }
}
