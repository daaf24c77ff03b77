package io.slipway.common.template;

import io.slipway.common.template.Delimiters.Tag;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Cuts a template into tokens: the text around the tags (after white space control), and what stands inside them. */
final class Lexer {

    private static final int NOWHERE = -1;
    private static final int BEFORE = -2;

    private final Source source;
    private final Delimiters marks;
    private final String text;
    private final Settings settings;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private boolean lineStart = true;

    /** Where each kind of tag was seen ahead, so that each stretch of text is searched once. */
    private final Map<Tag, Integer> next = new EnumMap<>(Tag.class);

    private Lexer(Source source, Settings settings) {
        this.source = source;
        this.text = source.text();
        this.settings = settings;
        this.marks = settings.delimiters();
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
            int start = nextTag(at, end);
            if (start < 0) {
                data(text.substring(at, end), at);
                break;
            }
            Tag tag = marks.tagAt(text, start);
            int inside = start + marks.start(tag).length();
            char sign = inside < text.length() ? text.charAt(inside) : ' ';
            data(trimmedBefore(start, tag, sign), at);
            at = sign == '-' || sign == '+' ? inside + 1 : inside;
            lineStart = false;
            switch (tag) {
                case COMMENT -> comment(start);
                case VARIABLE -> print(start);
                default -> block(start);
            }
        }
        add(Token.Kind.END, "", text.length(), text.length());
    }

    private int nextTag(int from, int end) {
        int first = -1;
        for (Tag tag : List.of(Tag.VARIABLE, Tag.COMMENT, Tag.BLOCK)) {
            int found = next.getOrDefault(tag, BEFORE);
            if (found != NOWHERE && found < from) {
                found = text.indexOf(marks.start(tag), from);
                next.put(tag, found);
            }
            if (found >= 0 && found < end && (first < 0 || found < first)) {
                first = found;
            }
        }
        return first;
    }

    private void data(String content, int start) {
        if (!content.isEmpty()) {
            String ending = settings.newline();
            String printed = ending.equals("\n") ? content : content.replace("\n", ending);
            add(Token.Kind.DATA, printed, start, start + content.length());
        }
    }

    private String trimmedBefore(int tag, Tag kind, char sign) {
        String content = text.substring(at, tag);
        if (sign == '-') {
            return Text.strip(content, null, false, true);
        }
        if (sign == '+' || !settings.lstripBlocks() || kind == Tag.VARIABLE) {
            return content;
        }
        int line = content.lastIndexOf('\n') + 1;
        boolean blankSoFar =
                Text.strip(content.substring(line), null, true, false).isEmpty();
        return blankSoFar && (line > 0 || lineStart) ? content.substring(0, line) : content;
    }

    private void comment(int start) {
        int close = text.indexOf(marks.commentEnd(), at);
        if (close < 0) {
            throw source.mistake(start, "this comment has no end", "close it with '" + marks.commentEnd() + "'");
        }
        boolean marked = close > at;
        afterTag(
                marked ? text.charAt(close - 1) : ' ',
                close + marks.commentEnd().length());
    }

    private void print(int start) {
        add(Token.Kind.PRINT_BEGIN, "", start, at);
        TagLexer tag = new TagLexer(source, settings, tokens, true);
        TagLexer.End end = tag.until(marks.variableEnd(), false, start, at);
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
        TagLexer tag = new TagLexer(source, settings.withEscapes(), tokens, true);
        TagLexer.End end = tag.until(marks.blockEnd(), true, start, at);
        add(Token.Kind.BLOCK_END, "", end.start(), end.end());
        afterTag(end.sign(), end.end());
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
        if (text.startsWith("-" + marks.blockEnd(), close)) {
            return blanks(close + 1 + marks.blockEnd().length());
        }
        return text.startsWith(marks.blockEnd(), close)
                ? close + marks.blockEnd().length()
                : -1;
    }

    private void raw(int start, int content) {
        String begin = marks.blockStart();
        for (int tag = text.indexOf(begin, content); tag >= 0; tag = text.indexOf(begin, tag + 1)) {
            int inside = tag + begin.length();
            char sign = inside < text.length() ? text.charAt(inside) : ' ';
            int word = blanks(sign == '-' || sign == '+' ? inside + 1 : inside);
            if (!text.startsWith("endraw", word)) {
                continue;
            }
            int close = blanks(word + 6);
            char closing = close < text.length() ? text.charAt(close) : ' ';
            int end = closing == '-' || closing == '+' ? close + 1 : close;
            if (text.startsWith(marks.blockEnd(), end)) {
                at = content;
                lineStart = content > 0 && text.charAt(content - 1) == '\n';
                data(trimmedBefore(tag, Tag.BLOCK, sign), content);
                afterTag(closing, end + marks.blockEnd().length());
                return;
            }
        }
        throw source.mistake(
                start, "this raw block has no end", "close it with '" + begin + " endraw " + marks.blockEnd() + "'");
    }
}
