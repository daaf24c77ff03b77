package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a template's text.
 *
 * @param text for a name or operator, itself; for data, what is left of it after white space control
 * @param value of a literal
 */
record Token(Kind kind, String text, @Nullable Object value, int start, int end) {

    enum Kind {
        DATA,
        PRINT_BEGIN,
        PRINT_END,
        BLOCK_BEGIN,
        BLOCK_END,
        NAME,
        LITERAL,
        STRING,
        OPERATOR,
        END
    }

    boolean isOperator(String sign) {
        return kind == Kind.OPERATOR && text.equals(sign);
    }

    boolean isName(String name) {
        return kind == Kind.NAME && text.equals(name);
    }

    Node.Span span() {
        return new Node.Span(start, end);
    }

    /** For messages. */
    String described() {
        return switch (kind) {
            case DATA -> "text";
            case PRINT_BEGIN -> "'{{'";
            case PRINT_END -> "'}}'";
            case BLOCK_BEGIN -> "'{%'";
            case BLOCK_END -> "'%}'";
            case END -> "the end of the template";
            case STRING -> "the string " + Repr.quoted(text);
            default -> "'" + text + "'";
        };
    }
}
