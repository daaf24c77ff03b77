package io.slipway.automation.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.playbook.PlaybookException;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFilesTest {

    @TempDir
    Path folder;

    private final DiskFiles files = new DiskFiles();

    private Problem refusal(Path file) {
        return assertThrows(PlaybookException.class, () -> files.read(file)).problem();
    }

    @Test
    void listsFilesAndFoldersByName() throws IOException {
        Files.writeString(folder.resolve("b.yml"), "x");
        Files.writeString(folder.resolve("a.yml"), "y");
        Files.createDirectory(folder.resolve("c"));
        assertEquals(List.of(folder.resolve("a.yml"), folder.resolve("b.yml")), files.list(folder));
        assertEquals(List.of(folder.resolve("c")), files.folders(folder));
    }

    @Test
    void aByteOrderMarkIsNoText() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.yml"), "\ufeff- hosts: all\n");
        assertEquals("- hosts: all\n", files.read(file));
    }

    @Test
    void invalidUtf8IsRefusedWhereItStands() throws IOException {
        Path file = folder.resolve("bad.yml");
        byte[] text = "a: 1\nbé: x".getBytes(StandardCharsets.UTF_8);
        text[text.length - 1] = (byte) 0xff;
        Files.write(file, text);
        Problem problem = refusal(file);
        assertEquals(file + ":2:5", String.valueOf(problem.where()));
        assertEquals("byte 0xff cannot stand here", problem.why());
    }

    @Test
    void aMissingFileSaysSo() {
        assertEquals("no such file or folder", refusal(folder.resolve("none")).why());
    }

    @Test
    void aHugeFileIsRefusedUnread() throws IOException {
        Path file = folder.resolve("huge.yml");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength((64L << 20) + 1);
        }
        assertEquals("it is larger than 64 MiB", refusal(file).why());
    }
}
