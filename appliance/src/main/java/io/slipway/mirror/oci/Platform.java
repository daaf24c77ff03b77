package io.slipway.mirror.oci;

import java.util.Optional;

/** What an image runs on (image-spec image-index.md): {@code linux/arm64/v8}. */
public record Platform(String os, String architecture, String variant) {

    public static Optional<Platform> parse(String text) {
        String[] parts = text.split("/", -1);
        return parts.length < 2 || parts.length > 3 || text.startsWith("/") || text.endsWith("/")
                ? Optional.empty()
                : Optional.of(new Platform(parts[0], parts[1], parts.length > 2 ? parts[2] : ""));
    }

    /** Whether an image for the other one is what is asked for with this one; without a variant, any is. */
    public boolean takes(Platform other) {
        return os.equals(other.os)
                && architecture.equals(other.architecture)
                && (variant.isEmpty() || variant.equals(other.variant));
    }

    @Override
    public String toString() {
        return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
    }
}
