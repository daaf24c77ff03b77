package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
