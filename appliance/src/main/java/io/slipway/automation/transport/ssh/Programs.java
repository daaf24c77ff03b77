package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Commands that ssh's configuration names, run by this machine's shell. */
final class Programs {

    private Programs() {}

    static List<String> shell(String command) {
        return List.of("/bin/sh", "-c", command);
    }

    /** Whether it ends well, and in time. */
    static boolean succeeds(String command, Duration limit) throws IOException {
        Process process = new ProcessBuilder(shell(command))
                .redirectInput(Redirect.from(new java.io.File("/dev/null")))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return process.exitValue() == 0;
            }
            throw new IOException("'" + command + "' did not end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled", e);
        } finally {
            kill(process);
        }
    }

    /** It, and what it started. */
    static void kill(Process process) {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList()
                .forEach(ProcessHandle::destroyForcibly);
    }
}
