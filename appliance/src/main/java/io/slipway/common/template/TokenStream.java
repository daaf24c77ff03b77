package io.slipway.common.template;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tokens of one template, read one after the other; also watches how deep the parsers are. */
final class TokenStream {

    private final Source source;
    private final List<Token> tokens;
    private final @Nullable Mentions mentions;
    private int at;
    private int depth;

    /** @param mentions gathers unknown names; without it the first one is thrown */
    TokenStream(Source source, List<Token> tokens, @Nullable Mentions mentions) {
        this.source = source;
        this.tokens = tokens;
        this.mentions = mentions;
    }

    Optional<Mentions> mentions() {
        return Optional.ofNullable(mentions);
    }

    void unknown(TemplateException mistake) {
        if (mentions == null) {
            throw mistake;
        }
        mentions.unknown(mistake);
    }

    Source source() {
        return source;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peekSecond() {
        return tokens.get(Math.min(at + 1, tokens.size() - 1));
    }

    Token previous() {
        return tokens.get(Math.max(at - 1, 0));
    }

    Token next() {
        Token token = tokens.get(at);
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean skipOperator(String sign) {
        return skipIf(peek().isOperator(sign));
    }

    boolean skipName(String name) {
        return skipIf(peek().isName(name));
    }

    private boolean skipIf(boolean matches) {
        if (matches) {
            next();
        }
        return matches;
    }

    Token expectOperator(String sign) {
        if (!peek().isOperator(sign)) {
            throw unexpected("'" + sign + "'");
        }
        return next();
    }

    Token expectName() {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected("a name");
        }
        return next();
    }

    Token expectName(String name) {
        if (!peek().isName(name)) {
            throw unexpected("'" + name + "'");
        }
        return next();
    }

    Token expect(Token.Kind kind) {
        if (peek().kind() != kind) {
            throw unexpected(new Token(kind, "", null, 0, 0).described());
        }
        return next();
    }

    TemplateException unexpected(@Nullable String expected) {
        String what = "unexpected " + peek().described() + (expected == null ? "" : ", expected " + expected);
        return source.mistake(peek().start(), what);
    }

    /** The stretch from a node's start to the token read last. */
    Node.Span since(int start) {
        return new Node.Span(start, previous().end());
    }

    void enter() {
        if (++depth > Bounds.MAX_PARSE_DEPTH) {
            throw source.mistake(peek().start(), "this is nested more than " + Bounds.MAX_PARSE_DEPTH + " levels deep");
        }
    }

    void leave() {
        depth--;
    }
}
