package io.slipway.cli;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Shows text page by page, and leaves nothing of it on the screen where the pager can do that. */
final class Pager {

    private static final String USUAL = "if command -v less >/dev/null 2>&1; then exec less; else exec cat; fi";

    private Pager() {}

    /** @param command as a shell takes it; by default {@code less}, if it is there */
    static void show(String text, Optional<String> command) {
        try {
            Process pager = new ProcessBuilder("/bin/sh", "-c", command.orElse(USUAL))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream pages = pager.getOutputStream()) {
                pages.write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException closedEarly) {
                // who has seen enough leaves before the end
            }
            pager.waitFor();
        } catch (IOException e) {
            throw new CommandException(Problem.of("cannot start the pager").because(IoReason.of(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
