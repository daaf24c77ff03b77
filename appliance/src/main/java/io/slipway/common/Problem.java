package io.slipway.common;

import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as data: every error that a user sees is one of these.
 *
 * @param what one sentence, no full stop: what went wrong, with the offending text
 * @param where the place that caused it, if it has one
 * @param why the cause, when {@code what} does not say it already; else empty
 * @param hint what to do about it; empty when there is nothing useful to say
 */
public record Problem(String what, @Nullable Position where, String why, String hint) {

    public static Problem of(String what) {
        return new Problem(what, null, "", "");
    }

    public Problem at(@Nullable Position position) {
        return new Problem(what, position, why, hint);
    }

    public Problem because(String cause) {
        return new Problem(what, where, cause, hint);
    }

    public Problem hint(String advice) {
        return new Problem(what, where, why, advice);
    }

    /** One line: {@code where: what: why (hint)}. The terminal shows more, with the source line and a caret. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (where != null) {
            text.append(where).append(": ");
        }
        text.append(what);
        if (!why.isEmpty()) {
            text.append(": ").append(why);
        }
        if (!hint.isEmpty()) {
            text.append(" (").append(hint).append(')');
        }
        return text.toString();
    }
}
