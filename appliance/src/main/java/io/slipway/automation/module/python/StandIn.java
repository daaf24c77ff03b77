package io.slipway.automation.module.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Slipway's own Python: what modules import as {@code ansible.module_utils}, and what starts them. */
final class StandIn {

    private StandIn() {}

    /** A source file of the package {@code ansible}, by its path. */
    static Optional<byte[]> source(String path) {
        try (InputStream content = StandIn.class.getResourceAsStream(path)) {
            return content == null ? Optional.empty() : Optional.of(content.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The program that a node's Python is given. */
    static String start() {
        return new String(
                source("start.py")
                        .orElseThrow(() -> new IllegalStateException("start.py is missing from this program")),
                StandardCharsets.UTF_8);
    }
}
