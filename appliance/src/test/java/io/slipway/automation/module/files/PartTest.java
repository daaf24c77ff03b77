package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A copy of a large file is cut: what had come is continued, and never taken for what it is not. */
class PartTest {

    private static final long LARGE = 64 << 20;
    private static final long CAME = 1_000_000;

    private FileFixture on;
    private Path cat;
    private Path source;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        Path programs = folder.resolve("programs");
        on = new FileFixture(folder, new LocalNode("setsid", "-w", "sh").commands(programs));
        cat = programs.resolve("cat");
        source = Path.of(on.source("files", "large", ""));
        fill(LARGE, "begin", "end");
    }

    private void fill(long size, String begin, String end) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            file.setLength(size);
            file.writeBytes(begin);
            file.seek(size - end.length());
            file.writeBytes(end);
        }
    }

    private ModuleResult copy() {
        return on.calls.run(new CopyModule(), "src", "large", "dest", on.at("file"), "mode", "0640");
    }

    /** The node's programs get the signal after some of the file has come. */
    private void cut(String signal) throws IOException {
        cut(signal, "0");
    }

    private void cut(String signal, String whom) throws IOException {
        String kill = "\nkill -" + signal + " " + whom + "\nsleep 9\n";
        LocalNode.fakeCommand(cat.getParent(), "cat", "head -c " + CAME + kill);
        assertThrows(ModuleFailure.class, this::copy);
        Files.delete(cat);
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(on.node)) {
            return all.filter(file -> !file.equals(on.path("file"))).toList();
        }
    }

    private void isWhole() throws IOException {
        assertEquals(-1, Files.mismatch(source, on.path("file")));
        assertEquals("0640", on.mode("file"));
        assertEquals(List.of(), left());
    }

    @Test
    void isContinuedWhenTheLineWasCut() throws IOException {
        cut("HUP");
        assertEquals(1, left().size());
        assertEquals("rw-------", mode(left().getFirst()));
        assertEquals(CAME, copy().values().get("resumed_at"));
        isWhole();
        assertEquals(false, copy().changed());
    }

    @Test
    void isContinuedWhenTheScriptHearsOfTheCutLaterThanWhatItRuns() throws IOException {
        cut("HUP", "$$");
        assertEquals(CAME, copy().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isContinuedBesideAnOldFileWhoseAttributesStay() throws IOException {
        on.write("file", "old");
        cut("HUP");
        assertEquals("old", on.read("file"));
        assertEquals(CAME, copy().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isContinuedAgainAndAgain() throws IOException {
        cut("HUP");
        cut("HUP");
        assertEquals(2 * CAME, copy().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isNotThatOfAnotherContent() throws IOException {
        cut("HUP");
        fill(LARGE, "other", "end");
        assertNull(copy().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isNotContinuedByAFileThatIsShorter() throws IOException {
        cut("HUP");
        fill(CAME - 1, "begin", "end");
        assertNull(copy().values().get("resumed_at"));
        assertEquals(-1, Files.mismatch(source, on.path("file")));
    }

    @Test
    void isNotLeftByWhatIsStoppedOnPurpose() throws IOException {
        cut("TERM");
        assertEquals(List.of(), left());
        cut("INT");
        assertEquals(List.of(), left());
    }

    @Test
    void isNotLeftOfASmallFile() throws IOException {
        fill(LARGE - 1, "begin", "end");
        cut("HUP");
        assertEquals(List.of(), left());
    }

    @Test
    void isKeptForADay() throws IOException {
        cut("HUP");
        Path part = left().getFirst();
        write("one");
        assertTrue(Files.exists(part));
        Files.setLastModifiedTime(part, FileTime.from(Instant.now().minus(Duration.ofHours(25))));
        write("two");
        assertEquals(List.of(), left());
    }

    private void write(String content) {
        on.calls.run(new CopyModule(), "content", content, "dest", on.at("file"));
    }

    /** Somebody else may write into the folder, and wait for a file of his to be filled with secrets. */
    @Test
    void isNeverAFileWithAnotherNameOrALink() throws IOException {
        cut("HUP");
        Path part = left().getFirst();
        Path other = folder.resolve("other");
        Files.createLink(other, part);
        assertNull(copy().values().get("resumed_at"));
        assertEquals(CAME, Files.size(other));
        isWhole();
        Files.createSymbolicLink(part, other);
        on.write("file", "old");
        assertNull(copy().values().get("resumed_at"));
        assertEquals(CAME, Files.size(other));
        isWhole();
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
