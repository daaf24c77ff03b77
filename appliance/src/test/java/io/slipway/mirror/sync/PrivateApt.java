package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The real apt-get with a state of its own: nothing of this machine's packages and sources. */
public final class PrivateApt {

    private final Path directory;

    /** What it ended with and what it said. */
    record Said(int status, String text) {}

    public PrivateApt(Path directory) throws IOException {
        this.directory = directory;
        for (String each : List.of("etc/parts", "state/lists/partial", "cache/archives/partial", "downloads")) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.createFile(directory.resolve("state/status"));
    }

    public Path downloads() {
        return directory.resolve("downloads");
    }

    /** The names of the indexes that it has. */
    List<String> lists() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("state/lists"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    /** Takes packages from these lines of a {@code sources.list}. */
    public void sources(String... lines) throws IOException {
        Files.writeString(directory.resolve("etc/sources.list"), String.join("\n", lines) + "\n");
    }

    /** Takes packages from a {@code .sources} file. */
    void stanzas(String text) throws IOException {
        Files.writeString(directory.resolve("etc/parts/mirror.sources"), text);
    }

    public String run(String... arguments) throws Exception {
        Said said = attempt(arguments);
        assertEquals(0, said.status(), said.text());
        return said.text();
    }

    Said attempt(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        for (String option : List.of(
                "Dir::Etc::sourcelist=" + directory.resolve("etc/sources.list"),
                "Dir::Etc::sourceparts=" + directory.resolve("etc/parts"),
                "Dir::State=" + directory.resolve("state"),
                "Dir::State::status=" + directory.resolve("state/status"),
                "Dir::Cache=" + directory.resolve("cache"),
                "APT::Sandbox::User=root",
                "APT::Architecture=amd64",
                "Acquire::Languages=en",
                "Acquire::http::Proxy::127.0.0.1=DIRECT")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(arguments));
        return attempt(downloads(), command);
    }

    static Said attempt(Path in, List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(in.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }

    /** Builds a real package. */
    static byte[] deb(Path scratch, String name, String version, String... fields) throws Exception {
        Path root = scratch.resolve(name + version);
        Files.createDirectories(root.resolve("DEBIAN"));
        Files.createDirectories(root.resolve("usr/share/" + name));
        Files.writeString(root.resolve("usr/share/" + name + "/version"), version + "\n");
        Files.writeString(
                root.resolve("DEBIAN/control"),
                "Package: " + name + "\nVersion: " + version + "\nArchitecture: amd64\n"
                        + String.join(
                                "",
                                List.of(fields).stream()
                                        .map(field -> field + "\n")
                                        .toList())
                        + "Maintainer: Nobody <nobody@example.org>\nDescription: " + name + "\n");
        Path deb = scratch.resolve(name + version + ".deb");
        Said built =
                attempt(scratch, List.of("dpkg-deb", "--build", "--root-owner-group", root.toString(), deb.toString()));
        assertEquals(0, built.status(), built.text());
        return Files.readAllBytes(deb);
    }
}
