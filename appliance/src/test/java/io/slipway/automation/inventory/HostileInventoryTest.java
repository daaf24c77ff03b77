package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.TextFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever an inventory says, it is refused soon, within bounds, and the message says where. */
class HostileInventoryTest {

    @TempDir
    Path folder;

    private String refused(String source) {
        return assertThrows(InventoryException.class, () -> new InventoryLoader(warning -> {}).load(List.of(source)))
                .getMessage()
                .replace(folder + "/", "");
    }

    private String refused(String name, String text) throws IOException {
        return refused(Files.writeString(folder.resolve(name), text).toString());
    }

    private String refusedScript(String body, Duration patience) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n" + body + "\n");
        assertTrue(script.toFile().setExecutable(true));
        InventoryBuilder inventory = new InventoryBuilder(warning -> {}, "never");
        return assertThrows(
                        InventoryException.class,
                        () -> ScriptInventory.read(script, inventory, warning -> {}, patience))
                .getMessage()
                .replace(folder + "/", "");
    }

    @Test
    void hugeRangesAreRefused() throws IOException {
        String why = "it stands for more than 100000 hosts";
        assertTrue(refused("hosts", "[a]\nn[1:999999999]\n").startsWith("hosts:2:1: "));
        assertTrue(refused("hosts", "n[1:999999999]\n").contains(why));
        assertTrue(refused("hosts", "n[1:1000][1:1000][1:1000]\n").contains(why));
        assertTrue(
                refused("hosts.yml", "all: {hosts: {'n[1:999999999]': {}}}\n").contains(why));
        assertTrue(refused("hosts", "n" + "[1:1]".repeat(5000) + "\n").contains("it has more than 20 ranges"));
    }

    @Test
    void aScriptThatPrintsForEverIsStopped() throws IOException {
        assertEquals(
                "script: cannot run this inventory script: it prints more than 64 MiB",
                refusedScript("exec yes '{'", Duration.ofMinutes(1)));
    }

    @Test
    void aScriptThatHangsIsStoppedWithWhatItStarted() throws IOException {
        assertEquals(
                "script: cannot run this inventory script: it did not end within 0 s",
                refusedScript("sleep 600 & sleep 600", Duration.ofMillis(300)));
    }

    @Test
    void scriptsThatPrintNonsenseAreRefused() throws IOException {
        assertTrue(refusedScript("printf '{\"a\": [\\000]}'", Duration.ofMinutes(1))
                .contains("U+0000"));
        assertTrue(refusedScript("printf '\\377'", Duration.ofMinutes(1)).contains("not UTF-8"));
        String deep = "i=0; while [ $i -lt 200 ]; do printf '['; i=$((i+1)); done";
        assertTrue(refusedScript(deep, Duration.ofMinutes(1)).contains("script --list:1:101"));
    }

    @Test
    void hugeSourcesAndDevicesAreNotRead() throws IOException {
        Path huge = folder.resolve("huge.yml");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        assertEquals("huge.yml: cannot read this file: it is larger than 64 MiB", refused(huge.toString()));
        assertThrows(TextFile.UnreadableException.class, () -> TextFile.read(Path.of("/dev/zero")));
    }
}
