package io.slipway.automation.transport.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Real shells of this machine, without any SSH. */
final class LocalShells {

    private LocalShells() {}

    /** Every kind of {@code sh} that is installed; {@code /bin/sh} always is. */
    static Stream<List<String>> installed() {
        return Stream.of(
                        List.of("/bin/sh"),
                        List.of("/bin/dash"),
                        List.of("/bin/bash", "--posix"),
                        List.of("/bin/busybox", "sh"))
                .filter(shell -> Files.isExecutable(Path.of(shell.getFirst())));
    }

    static FramedShell start(List<String> shell) throws IOException {
        return new FramedShell(process(shell), new Random(7));
    }

    static ShellProcess process(List<String> shell) throws IOException {
        List<String> command = Stream.of(List.of("setsid"), shell, List.of("-c", ShellLoop.PROGRAM))
                .flatMap(List::stream)
                .toList();
        return new Running(new ProcessBuilder(command).start());
    }

    record Running(Process process) implements ShellProcess {
        @Override
        public OutputStream stdin() {
            return process.getOutputStream();
        }

        @Override
        public InputStream stdout() {
            return process.getInputStream();
        }

        @Override
        public InputStream stderr() {
            return process.getErrorStream();
        }

        @Override
        public Optional<Ending> ending() {
            return process.isAlive() ? Optional.empty() : Optional.of(new Ending(true, "exit " + process.exitValue()));
        }

        @Override
        public void close() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                process.destroy();
            }
        }
    }
}
