package io.slipway.lab.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreesTest {

    @TempDir
    Path directory;

    @Test
    void aTreeGoesAndWhatItsLinksPointAtStays() throws IOException {
        Path kept = Files.writeString(directory.resolve("kept"), "x");
        Path tree = Files.createDirectories(directory.resolve("tree/a/b"))
                .getParent()
                .getParent();
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Files.createSymbolicLink(tree.resolve("dangling"), Path.of("/nowhere"));
        Trees.delete(tree);
        Trees.delete(tree);
        assertFalse(Files.exists(tree));
        assertTrue(Files.exists(kept));
    }

    @Test
    void aTreeWithAMountInItStays() {
        assertThrows(IOException.class, () -> Trees.delete(Path.of("/sys")));
    }

    @Test
    void aWholeFileReplacesAndIsNeverWiderThanAsked() throws IOException {
        Path file = directory.resolve("new/key");
        WholeFile.write(file, "rw-------", "one");
        WholeFile.write(file, "rw-r-----", "two");
        assertEquals("two", Files.readString(file));
        assertEquals(PosixFilePermissions.fromString("rw-r-----"), Files.getPosixFilePermissions(file));
        try (var siblings = Files.list(file.getParent())) {
            assertEquals(1, siblings.count());
        }
    }
}
