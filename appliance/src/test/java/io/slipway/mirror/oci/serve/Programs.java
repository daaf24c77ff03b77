package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the programs that somebody else wrote, in a test's own folder. */
final class Programs {

    private final Path work;
    private final Map<String, String> environment = new HashMap<>();

    Programs(Path work) {
        this.work = work;
    }

    /** @param text all that it said */
    record Ended(int status, String text) {}

    /** One that goes on until it is closed. */
    record Service(Process process, String address) implements AutoCloseable {

        @Override
        public void close() {
            process.destroy();
            process.onExit().join();
        }
    }

    void set(String variable, String value) {
        environment.put(variable, value);
    }

    Ended end(String... command) throws Exception {
        return end(List.of(), command);
    }

    Ended end(List<String> start, String... more) throws Exception {
        List<String> command = joined(start, more);
        Path out = Files.createTempFile(work, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), String.join(" ", command));
        return new Ended(process.exitValue(), Files.readString(out));
    }

    /** What it said; it must end well. */
    String run(String... command) throws Exception {
        return run(List.of(), command);
    }

    String run(List<String> start, String... more) throws Exception {
        Ended ended = end(start, more);
        assertEquals(0, ended.status(), String.join(" ", joined(start, more)) + "\n" + ended.text());
        return ended.text();
    }

    private static List<String> joined(List<String> start, String... more) {
        List<String> all = new ArrayList<>(start);
        all.addAll(List.of(more));
        return all;
    }

    /** Copies all of an image without changing it; registries are asked over plain HTTP. */
    void skopeo(String from, String to) throws Exception {
        run(
                "skopeo",
                "copy",
                "--all",
                "--preserve-digests",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                from,
                to);
    }

    List<String> podman() {
        return storing("podman");
    }

    /** A tool of podman's family, with a storage of its own. */
    List<String> storing(String tool) {
        return List.of(
                tool,
                "--root",
                work.resolve(tool).toString(),
                "--runroot",
                work.resolve(tool + "-run").toString(),
                "--storage-driver",
                "vfs");
    }

    /** @param more lines of its configuration */
    Service containerd(String more) throws Exception {
        Path socket = work.resolve("c.sock");
        Path config = Files.writeString(work.resolve("containerd.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                %3$s
                [grpc]
                  address = "%2$s"
                """.formatted(work, socket, more));
        Service containerd = start("containerd", socket.toString(), "containerd", "--config", config.toString());
        run("timeout", "30", "sh", "-c", "until ctr -a " + socket + " version >/dev/null 2>&1; do sleep 0.1; done");
        return containerd;
    }

    /** @param name of its log */
    Service start(String name, String address, String... command) throws IOException {
        return new Service(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(work.resolve(name + ".log").toFile())
                        .start(),
                address);
    }

    /** What a new {@code ctr} needs to pull into this containerd. */
    List<String> ctrPull(Service containerd) {
        return List.of(
                "ctr",
                "-a",
                containerd.address(),
                "images",
                "pull",
                "--snapshotter",
                "native",
                "--hosts-dir",
                work.resolve("certs.d").toString());
    }
}
