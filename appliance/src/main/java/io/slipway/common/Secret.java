package io.slipway.common;

import java.util.Objects;

/** A text that must not be seen: it prints as stars, and only {@link #reveal()} gives it away. */
public final class Secret {

    private final String text;

    public Secret(String text) {
        this.text = Objects.requireNonNull(text);
    }

    /** The text itself. Call this at the last moment, and never put the result in a message, an argv, a URL or a log. */
    public String reveal() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "********";
    }
}
