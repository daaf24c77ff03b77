package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index of a million entries is planned, or refused by name where the memory does not bear it; the process goes on either way. */
class MillionEntriesScenarioTest {

    private static final int ENTRIES = 1_000_000;

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(directory.resolve("mirrors"));
        archive("huge", index());
        archive("small", TestArchive.gzip(entry("lonely", "").getBytes(StandardCharsets.US_ASCII)));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void archive(String name, byte[] index) {
        String release = "Origin: Example\nDate: Sun, 22 Nov 2026 06:00:00 UTC\nArchitectures: amd64\nSHA256:\n "
                + Digest.of(index).hex() + " " + index.length + " Packages.gz\n";
        upstream.put(name + "/Packages.gz", index).put(name + "/Release", release.getBytes(StandardCharsets.US_ASCII));
    }

    private static String entry(String name, String needs) {
        return "Package: " + name + "\nVersion: 1.0\nArchitecture: amd64\nFilename: pool/main/p/" + name
                + "_1.0_amd64.deb\nSize: 1000\nSHA256: "
                + Digest.of(name.getBytes(StandardCharsets.US_ASCII)).hex() + "\n" + needs
                + "Description: an entry like any other\n";
    }

    private static byte[] index() throws IOException {
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(index, 1 << 16) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            for (int i = 0; i < ENTRIES; i++) {
                String needs = i == 0 ? "" : "Depends: package" + i / 2 + "\n";
                gzip.write((entry("package" + i, needs) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        return index.toByteArray();
    }

    private void describe(String name, String rest) throws IOException {
        String archive = name.equals("small") ? "small" : "huge";
        Files.writeString(
                directory.resolve("mirrors/" + name + ".yml"),
                "sources:\n  - {type: apt, uri: '" + upstream.uri(archive) + "', suites: [/], unsigned: allow}\n"
                        + rest);
    }

    private PrivateApt.Said plan(String memory, String... names) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                "io.slipway.cli.Main",
                "--home",
                directory.resolve("home").toString(),
                "sync",
                "--plan"));
        command.addAll(List.of(names));
        return PrivateApt.attempt(directory, command);
    }

    @Test
    @Tag("scenario")
    void isRefusedWhereTheMemoryDoesNotBearIt() throws Exception {
        describe("huge", "packages: [package77777]\n");
        describe("small", "packages: [lonely]\n");
        PrivateApt.Said said = plan("-Xmx160m");
        assertEquals(1, said.status(), said.text());
        assertTrue(said.text().contains("lists more than the memory bears"), said.text());
        assertTrue(said.text().contains("SLIPWAY_JAVA_OPTS=-Xmx8g"), said.text());
        assertTrue(said.text().contains("small: 1 package, 1.0 kB"), "the others go on: " + said.text());
    }

    @Test
    @Tag("full")
    void isPlannedWhereItDoes() throws Exception {
        describe("huge", "packages: [package77777]\n");
        PrivateApt.Said said = plan("-Xmx1600m");
        assertTrue(said.text().contains("huge: 18 packages, 18 kB"), said.text());
        assertEquals(0, said.status());
    }
}
