package io.slipway.netboot.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.Path;

/** A program of this host's. */
final class Tool {

    private Tool() {}

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws LiveException when it is not there or fails
     */
    static String run(Path directory, String... command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new LiveException(Problem.of("'" + String.join(" ", command) + "' failed")
                        .because(said.strip().lines().reduce("it said nothing", (before, last) -> last)));
            }
            return said;
        } catch (IOException e) {
            throw new LiveException(
                    Problem.of("'" + command[0] + "' cannot be run")
                            .because(IoReason.of(e))
                            .hint("the live system is made on Debian, with its apt, dpkg and libc-bin"),
                    e);
        }
    }
}
