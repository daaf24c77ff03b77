package io.slipway.lab.engine;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.files.Mounts;
import io.slipway.lab.files.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A {@code dockerd} whose data, socket and log lie in one directory. It leaves the machine's firewall and forwarding alone: a
 * lab's nodes are to reach this machine and each other, nothing else. It outlives the command that started it.
 */
final class OwnDockerd implements OwnEngine {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int LONGEST_SOCKET_PATH = 100;

    /** Where programs of the system are, whatever the caller's {@code PATH} says. */
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin"), Path.of("/usr/bin"), Path.of("/usr/local/sbin"), Path.of("/usr/local/bin"));

    private final Path directory;
    private final Path socket;
    private final Path log;
    private final Progress progress;

    OwnDockerd(Path directory, Progress progress) {
        this.directory = directory.toAbsolutePath();
        this.socket = this.directory.resolve("docker.sock");
        this.log = this.directory.resolve("dockerd.log");
        this.progress = progress;
    }

    @Override
    public String address() {
        return "unix://" + socket;
    }

    @Override
    public boolean exists() {
        return Files.isDirectory(directory);
    }

    @Override
    public List<String> missing() {
        return EnginePrograms.missing(name -> program(name).isPresent());
    }

    @Override
    public boolean permitted() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Where an engine in this directory keeps images and containers. */
    static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static Optional<Path> program(String name) {
        return PLACES.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Engine start() {
        DockerEngine engine = DockerEngine.at(address());
        if (Files.exists(socket) && engine.whyNotReady(Duration.ofSeconds(10)) == null) {
            return engine;
        }
        try (Progress.Step step = progress.begin("start a Docker engine in " + directory, -1, Progress.Unit.ITEMS)) {
            clearTheWay();
            Process launched = launch();
            await(engine, launched);
            step.advance(1);
            return engine;
        } catch (IOException e) {
            engine.close();
            throw new EngineException(
                    Problem.of("dockerd cannot be started in " + directory)
                            .because(IoReason.of(e, directory))
                            .hint(IoReason.hintForHome(e)),
                    e);
        }
    }

    private Process launch() throws IOException {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new EngineException(
                    Problem.of(EnginePrograms.notInstalled(missing)).hint(EnginePrograms.remedy(missing)));
        }
        if (socket.toString().length() > LONGEST_SOCKET_PATH) {
            throw new EngineException(Problem.of("the path " + socket + " is too long for a Unix socket")
                    .hint("use a shorter --home"));
        }
        Files.createDirectories(directory);
        List<String> command = new ArrayList<>(
                List.of("setsid", program("dockerd").orElseThrow().toString()));
        command.addAll(List.of(
                "--host", address(), "--data-root", data(directory).toString(), "--exec-root", directory + "/run"));
        command.addAll(List.of("--pidfile", directory + "/docker.pid", "--bridge=none", "--iptables=false"));
        command.addAll(List.of("--ip6tables=false", "--ip-masq=false", "--ip-forward=false"));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private void await(DockerEngine engine, Process launched) {
        long deadline = System.nanoTime() + START.toNanos();
        while (true) {
            if (Files.exists(socket) && engine.whyNotReady(Duration.ofSeconds(5)) == null) {
                return;
            }
            boolean ended = !launched.isAlive();
            if (ended || System.nanoTime() > deadline) {
                engine.close();
                throw new EngineException(Problem.of(
                                ended
                                        ? "dockerd ended as soon as it was started"
                                        : "dockerd did not get ready within " + START.toSeconds() + " s")
                        .because(logTail())
                        .hint("its whole log is " + log));
            }
            pause(100);
        }
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + IoReason.withFile(e);
        }
    }

    @Override
    public void remove() {
        try {
            Mounts.detach(directory);
            Trees.delete(directory);
        } catch (IOException e) {
            throw new EngineException(
                    Problem.of("the files of the engine cannot be removed").because(IoReason.withFile(e)), e);
        }
    }

    @Override
    public void stop() {
        end(processes("dockerd"));
        end(processes("containerd"));
    }

    /** After a crash: a daemon that hangs, and files that name processes which are no more. A containerd that lives is taken over. */
    private void clearTheWay() throws IOException {
        end(processes("dockerd"));
        Files.deleteIfExists(directory.resolve("docker.pid"));
        Files.deleteIfExists(socket);
        if (processes("containerd").isEmpty()) {
            Files.deleteIfExists(directory.resolve("run/containerd/containerd.pid"));
        }
    }

    private List<ProcessHandle> processes(String program) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.split(" ", 2)[0].endsWith(program) && line.contains(directory + "/"))
                        .isPresent())
                .toList();
    }

    /** One that does not end when it is asked to, because it hangs, is killed. */
    private static void end(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : processes) {
            if (!ended(process)) {
                process.destroyForcibly();
                process.onExit().join();
            }
        }
    }

    private static boolean ended(ProcessHandle process) {
        return process.onExit()
                .thenApply(end -> true)
                .completeOnTimeout(false, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(Problem.of("interrupted while dockerd was starting"), e);
        }
    }
}
