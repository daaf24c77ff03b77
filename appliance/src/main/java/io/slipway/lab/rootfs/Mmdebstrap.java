package io.slipway.lab.rootfs;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.files.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a root file system with Debian's mmdebstrap(1). */
final class Mmdebstrap implements RootFsCache.Builder {

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String PROGRAM = "mmdebstrap";
    private static final List<Path> CREDENTIALS =
            List.of(Path.of("/etc/apt/auth.conf"), Path.of("/etc/apt/auth.conf.d"));
    private static final List<String> PROXIES = List.of("Acquire::http::Proxy", "Acquire::https::Proxy");

    @Override
    public void build(Recipe recipe, Path tar, Path workspace, Progress progress) throws IOException {
        Files.setPosixFilePermissions(workspace, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path log = workspace.resolve("log");
        try (Progress.Step step = progress.begin(
                "make a root file system of " + recipe.suite() + " with mmdebstrap", -1, Progress.Unit.ITEMS)) {
            Process process = launch(command(recipe, tar, workspace), workspace, log);
            await(process, log);
            step.advance(1);
        }
    }

    private static List<String> command(Recipe recipe, Path tar, Path workspace) throws IOException {
        Path sources = workspace.resolve("archive.sources");
        Path customize = workspace.resolve("customize.sh");
        WholeFile.write(sources, "rw-------", recipe.sources());
        WholeFile.write(customize, "rwxr-xr-x", recipe.customize());
        List<String> command = new ArrayList<>(List.of(PROGRAM, "--variant=minbase"));
        command.add("--include=" + String.join(",", recipe.packages()));
        command.add("--customize-hook=" + customize);
        String proxies = proxies();
        if (!proxies.isEmpty()) {
            Path options = workspace.resolve("proxies.conf");
            WholeFile.write(options, "rw-------", proxies);
            command.add("--aptopt=" + options);
        }
        List<String> credentials =
                CREDENTIALS.stream().filter(Files::exists).map(Path::toString).toList();
        if (!credentials.isEmpty()) {
            command.add("--setup-hook=copy-in " + String.join(" ", credentials) + " /etc/apt/");
        }
        command.addAll(List.of(recipe.suite(), tar.toString(), sources.toString()));
        return command;
    }

    /** apt's proxies live in apt's settings, which mmdebstrap does not read; those of the environment it inherits. */
    private static String proxies() throws IOException {
        List<String> command = new ArrayList<>(List.of("apt-config", "dump", "--no-empty"));
        command.addAll(PROXIES);
        Process dump = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(dump.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Process launch(List<String> command, Path workspace, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("TMPDIR", workspace.toString());
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new RootFsException(
                    Problem.of("mmdebstrap cannot be started")
                            .because(IoReason.of(e))
                            .hint("install it (on Debian: apt-get install mmdebstrap)"),
                    e);
        }
    }

    private static void await(Process process, Path log) throws IOException {
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (ended && process.exitValue() == 0) {
                return;
            }
            throw new RootFsException(Problem.of(
                            ended
                                    ? "mmdebstrap failed with status " + process.exitValue()
                                    : "mmdebstrap did not end within " + LIMIT.toMinutes() + " minutes")
                    .because(tail(log))
                    .hint("apt-get update must succeed on this machine: the node is made from the same sources"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RootFsException(Problem.of("interrupted while mmdebstrap was running"), e);
        } finally {
            end(process);
        }
    }

    /** It removes its half-made root file system when it is asked to end, which takes a moment. */
    private static void end(Process process) {
        process.destroy();
        process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).join();
        process.destroyForcibly();
    }

    private static String tail(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
