package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** What a template prints: one value is kept as it is, several become text. */
final class Output {

    private final StringBuilder text = new StringBuilder();
    private @Nullable Object first;
    private long count;

    void value(@Nullable Object value, boolean noneIsEmpty) {
        if (count++ == 0) {
            first = value == null && noneIsEmpty ? Nothing.NOTHING : value;
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

    private enum Nothing {
        NOTHING
    }

    private void flush() {
        if (first != null) {
            append(first == Nothing.NOTHING ? "" : Python.str(first));
            first = null;
        }
    }

    private void append(String data) {
        Bounds.text((long) text.length() + data.length());
        text.append(data);
    }

    /** The only value, or the text. */
    @Nullable
    Object result() {
        if (count == 1 && text.isEmpty()) {
            return first == Nothing.NOTHING ? null : first;
        }
        return string();
    }

    String string() {
        flush();
        return text.toString();
    }
}
