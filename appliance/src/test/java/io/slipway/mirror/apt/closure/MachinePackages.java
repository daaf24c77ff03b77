package io.slipway.mirror.apt.closure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Stanza;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The packages of this machine's own apt sources, and its apt on a system on which nothing is installed. */
final class MachinePackages {

    private static final URI ARCHIVE = URI.create("http://archive.example.org/");

    private final List<String> options = new ArrayList<>();

    /** What a program ended with and wrote. */
    record Said(int status, String text) {}

    /** @param scratch for a state of its own; the indexes are the machine's, or fetched if it has none */
    MachinePackages(Path scratch) throws Exception {
        for (String each : List.of("state/lists/partial", "cache/archives/partial")) {
            Files.createDirectories(scratch.resolve(each));
        }
        Files.createFile(scratch.resolve("state/status"));
        option("Dir::State::status=" + scratch.resolve("state/status"));
        option("Dir::State::extended_states=" + scratch.resolve("state/extended"));
        option("Dir::Cache=" + scratch.resolve("cache"));
        option("Dir::Cache::pkgcache=pkgcache.bin");
        option("Dir::Cache::srcpkgcache=srcpkgcache.bin");
        option("APT::Sandbox::User=root");
        option("Debug::NoLocking=true");
        if (indexes().isEmpty()) {
            option("Dir::State::lists=" + scratch.resolve("state/lists"));
            assertEquals(0, run("apt-get", "update").status(), "apt-get update");
        }
        assertEquals(0, run("apt-cache", "gencaches").status(), "apt-cache gencaches");
    }

    private void option(String text) {
        options.addAll(List.of("-o", text));
    }

    private List<String> indexes() throws Exception {
        return run("apt-get", "indextargets", "--format", "$(FILENAME)", "Created-By: Packages")
                .text()
                .lines()
                .filter(file -> Files.isReadable(Path.of(file)))
                .toList();
    }

    String architecture() throws Exception {
        return run("dpkg", "--print-architecture").text().strip();
    }

    void each(Consumer<BinaryPackage> consumer) throws Exception {
        for (String index : indexes()) {
            Process process = new ProcessBuilder("/usr/lib/apt/apt-helper", "cat-file", index).start();
            try (InputStream in = new BufferedInputStream(process.getInputStream())) {
                read(index, in, consumer);
            }
            assertEquals(0, process.waitFor(), index);
        }
    }

    private static void read(String index, InputStream in, Consumer<BinaryPackage> consumer) throws IOException {
        ControlReader reader = new ControlReader(index, in);
        for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
            consumer.accept(BinaryPackage.of(next.get(), ARCHIVE));
        }
    }

    /** What apt would install. */
    Said install(boolean recommends, String name) throws Exception {
        return run(
                "apt-get",
                "-s",
                "-q",
                recommends ? "--install-recommends" : "--no-install-recommends",
                "install",
                name);
    }

    private Said run(String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        if (command[0].startsWith("apt-")) {
            all.addAll(1, options);
        }
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
