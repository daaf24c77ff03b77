package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.local.LocalProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    static FramedShell start(List<String> shell, Map<String, String> environment) throws IOException {
        return new FramedShell(process(shell, environment), new Random(7));
    }

    static ShellProcess process(List<String> shell) throws IOException {
        return process(shell, Map.of());
    }

    private static ShellProcess process(List<String> shell, Map<String, String> environment) throws IOException {
        List<String> command = Stream.of(shell, List.of("-c", ShellLoop.PROGRAM))
                .flatMap(List::stream)
                .toList();
        return LocalProcess.start(command, environment);
    }
}
