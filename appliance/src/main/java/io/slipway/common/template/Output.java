package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** What a template prints: one value is kept as it is, several become text. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private @Nullable Object first;
    private String firstIfNone = "";
    private boolean held;
    private long count;

    void value(@Nullable Object value, boolean noneIsEmpty) {
        if (count++ == 0) {
            first = value;
            firstIfNone = noneIsEmpty ? "" : "None";
            held = true;
        } else {
            flush();
            append(value == null && noneIsEmpty ? "" : Python.str(value));
        }
    }

    void text(String data) {
        if (data.isEmpty()) {
            return;
        }
        if (count++ > 0) {
            flush();
        }
        append(data);
    }

    private void flush() {
        if (held) {
            held = false;
            append(first == null ? firstIfNone : Python.str(first));
        }
    }

    private void append(String data) {
        Bounds.text((long) text.length() + data.length());
        text.append(data);
    }

    /** The only value, or the text. */
    @Nullable
    Object result() {
        return held && !(first instanceof Undefined) ? first : string();
    }

    String string() {
        flush();
        return text.toString();
    }
}
