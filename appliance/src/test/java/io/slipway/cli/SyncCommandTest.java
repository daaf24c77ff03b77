package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncCommandTest {

    @TempDir
    Path directory;

    private void describe(String name) throws IOException {
        Files.writeString(
                directory.resolve(name + ".yml"),
                "sources: [{type: apt, uri: 'http://upstream.invalid', suites: [s], components: [main], signed-by: "
                        + name + ".gpg}]\npackages: [app]\n");
    }

    @Test
    void aStoreThatCannotBeMadeSaysWhy() throws IOException {
        describe("one");
        Path file = Files.createFile(directory.resolve("file"));
        Slipway.Said said = new Slipway(file.resolve("home")).run("sync", "--mirrors", directory.toString());
        assertEquals(1, said.status());
        assertTrue(said.err().contains("cannot be locked for writing"), said.err());
        assertTrue(said.err().contains("not a directory: " + file), said.err());
    }

    @Test
    void everyMirrorThatFailedIsNamedWithItsCause() throws IOException {
        describe("one");
        describe("two");
        Slipway.Said said = new Slipway(directory.resolve("home")).run("sync", "--mirrors", directory.toString());
        assertEquals(1, said.status());
        assertEquals(
                "one: failed; what was published before stays\ntwo: failed; what was published before stays\n",
                said.out());
        assertTrue(said.err().contains("one.gpg") && said.err().contains("two.gpg"), said.err());
        assertEquals(
                2, said.err().lines().filter(line -> line.startsWith("ERROR! ")).count(), said.err());
    }

    @Test
    void aPlanIsADocumentThatNamesWhatWouldComeAndWhy() throws IOException {
        SigningKey key =
                SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Path mirrors = Files.createDirectory(directory.resolve("mirrors"));
        Files.write(mirrors.resolve("upstream.gpg"), key.publicKeyring());
        try (FakeUpstream upstream = new FakeUpstream()) {
            TestArchive archive = new TestArchive(key)
                    .add("app", "1.0-1", 5_000, "Depends: lib (>= 1)")
                    .add("lib", "1.2", 2_000);
            upstream.serve(archive.files());
            Files.writeString(
                    mirrors.resolve("demo.yml"),
                    "sources: [{type: apt, uri: '" + upstream.uri("")
                            + "', suites: [stable], components: [main], signed-by: upstream.gpg}]\npackages: [app]\n");
            Slipway slipway = new Slipway(directory.resolve("home"));
            String[] plan = {"sync", "--plan", "--output", "json", "--mirrors", mirrors.toString()};
            Slipway.Said before = slipway.run(plan);
            assertEquals(0, before.status(), before.all());
            Map<?, ?> demo = mirror(before);
            assertEquals(
                    List.of("demo", "stable", 7_000L, 7_000L, List.of()),
                    List.of(
                            value(demo, "mirror"),
                            value(demo, "suite"),
                            value(demo, "size"),
                            value(demo, "missing"),
                            value(demo, "sources")));
            Map<String, Object> lib = new LinkedHashMap<>();
            lib.put("name", "lib");
            lib.put("version", "1.2");
            lib.put("architecture", "amd64");
            lib.put("archive", upstream.uri("").toString());
            lib.put("size", 2_000L);
            lib.put(
                    "sha256",
                    Digest.of(archive.content("pool/main/lib_1.2_amd64.deb")).hex());
            lib.put("present", false);
            lib.put("why", "app → lib (>= 1)");
            List<?> packages = assertInstanceOf(List.class, value(demo, "packages"));
            assertEquals(2, packages.size());
            assertTrue(packages.contains(lib), packages.toString());

            assertEquals(0, slipway.run("sync", "--mirrors", mirrors.toString()).status());
            assertEquals(0L, value(mirror(slipway.run(plan)), "missing"), "all is there");
            upstream.serve(Map.of());
            Slipway.Said failed = slipway.run(plan);
            assertEquals(1, failed.status());
            List<?> problems = assertInstanceOf(List.class, value(mirror(failed), "problems"));
            assertEquals(
                    Set.of("what", "where", "why", "hint"),
                    assertInstanceOf(Map.class, problems.getFirst()).keySet());
        }
    }

    @Test
    void aPlanOfSeveralArchitecturesTellsThemApartAndListsSources() throws IOException {
        SigningKey key =
                SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Path mirrors = Files.createDirectory(directory.resolve("mirrors"));
        Files.write(mirrors.resolve("upstream.gpg"), key.publicKeyring());
        String digest = Digest.of(new byte[] {1}).hex();
        try (FakeUpstream upstream = new FakeUpstream()) {
            upstream.serve(new TestArchive(key)
                    .flat()
                    .add("tool", "1", 1000)
                    .addStanza(
                            "Package: tool\nVersion: 1\nArchitecture: arm64\nFilename: ./tool_arm64.deb\nSize: 1\nSHA256: "
                                    + digest)
                    .index(
                            "Sources",
                            ("Package: tool\nBinary: tool\nVersion: 1\nChecksums-Sha256:\n "
                                            + Digest.of(new byte[] {2}).hex() + " 1 tool_1.tar.xz\n")
                                    .getBytes(StandardCharsets.UTF_8))
                    .files());
            Files.writeString(
                    mirrors.resolve("demo.yml"),
                    "sources: [{type: apt, uri: '" + upstream.uri("")
                            + "', suites: [/], architectures: [amd64, arm64], take: all, also: [sources], signed-by: upstream.gpg}]\n");
            Slipway.Said said =
                    new Slipway(directory.resolve("home")).run("sync", "--plan", "--mirrors", mirrors.toString());
            assertEquals(0, said.status(), said.all());
            String why = "all of " + upstream.uri("") + " /";
            assertEquals(
                    List.of(
                            "+ tool:amd64=1  1.0 kB  " + why,
                            "+ tool:arm64=1  1 B  " + why,
                            "+ tool_1.tar.xz  1 B  source",
                            "demo: 2 packages, 1.0 kB; to be fetched: 1.0 kB"),
                    said.out().replaceAll(" {2,}", "  ").lines().toList());
        }
    }

    private static Map<?, ?> mirror(Slipway.Said said) {
        List<?> mirrors = assertInstanceOf(
                List.class, assertInstanceOf(Map.class, said.json()).get("mirrors"));
        return assertInstanceOf(Map.class, mirrors.getFirst());
    }

    private static Object value(Map<?, ?> of, String key) {
        return Objects.requireNonNull(of.get(key), key);
    }
}
