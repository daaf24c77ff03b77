package io.slipway.mirror.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Which generation of a name counts. It also tells which one did before, so that whoever serves the files can help clients that
 * began with that one.
 *
 * @param current the id of the one that counts
 * @param before the id of the one that counted until the last flip
 */
public record Pointer(String current, Optional<String> before) {

    static Pointer read(String text) {
        List<String> lines = text.strip().lines().toList();
        return new Pointer(
                lines.isEmpty() ? "" : lines.getFirst(),
                lines.size() > 1 ? Optional.of(lines.get(1)) : Optional.empty());
    }

    byte[] text() {
        String text = current + "\n" + before.map(id -> id + "\n").orElse("");
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    boolean names(String id) {
        return current.equals(id) || before.filter(id::equals).isPresent();
    }
}
