package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fetch of a large file is cut: what had come is continued, and never taken for what it is not. */
class FetchedPartTest {

    private static final long LARGE = 64 << 20;
    private static final int CAME = 1_000_000;

    @TempDir
    Path folder;

    private Path source;
    private Path dest;

    @BeforeEach
    void start() throws IOException {
        source = Files.createDirectory(folder.resolve("node")).resolve("large");
        dest = folder.resolve("here/file");
        fill(LARGE, "begin");
    }

    private void fill(long size, String begin) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(source.toFile(), "rw")) {
            file.setLength(size);
            file.writeBytes(begin);
            file.seek(size - 3);
            file.writeBytes("end");
        }
    }

    /** A node whose line breaks, in this way, once so much content has come. */
    private record Breaking(LocalNode node, Kind how) implements Node {

        @Override
        public Reply run(Script script) {
            OutputStream sink = script.stdoutTo();
            if (sink == null) {
                return node.run(script);
            }
            try {
                Path all = Files.createTempFile("came", "");
                try (OutputStream file = Files.newOutputStream(all)) {
                    node.run(script.outputTo(file));
                }
                byte[] came;
                try (var in = Files.newInputStream(all)) {
                    came = in.readNBytes(CAME);
                }
                Files.delete(all);
                sink.write(came);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            throw new TransportException(how, Problem.of("the line is cut"), null);
        }

        @Override
        public String name() {
            return node.name();
        }

        @Override
        public Map<String, @Nullable Object> facts() {
            return node.facts();
        }

        @Override
        public boolean local() {
            return false;
        }
    }

    private ModuleResult fetch(Node node) {
        return new Calls(node, new FakeController(folder))
                .run(new FetchModule(), "src", source.toString(), "dest", dest.toString(), "flat", true);
    }

    private ModuleResult fetch() {
        return fetch(new LocalNode());
    }

    private void cut(Kind how) {
        assertThrows(TransportException.class, () -> fetch(new Breaking(new LocalNode(), how)));
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.list(dest.getParent())) {
            return all.filter(file -> !file.equals(dest)).toList();
        }
    }

    private void isWhole() throws IOException {
        assertEquals(-1, Files.mismatch(source, dest));
        assertEquals("rw-r--r--", mode(dest));
        assertEquals(List.of(), left());
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void isContinuedWhenTheLineWasCut() throws IOException {
        cut(Kind.LOST);
        assertFalse(Files.exists(dest));
        assertEquals(List.of("rw-------"), List.of(mode(left().getFirst())));
        ModuleResult whole = fetch();
        assertEquals((long) CAME, whole.values().get("resumed_at"));
        isWhole();
        ModuleResult again = fetch();
        assertFalse(again.changed());
        assertEquals(again.values().get("checksum"), whole.values().get("checksum"));
        assertEquals(again.values().get("md5sum"), whole.values().get("md5sum"));
    }

    @Test
    void isContinuedAgainAndAgain() throws IOException {
        cut(Kind.LOST);
        cut(Kind.LOST);
        assertEquals(2L * CAME, fetch().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isNotThatOfAnotherContent() throws IOException {
        cut(Kind.LOST);
        fill(LARGE, "other");
        assertNull(fetch().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isNotContinuedByAFileThatIsSmallNow() throws IOException {
        cut(Kind.LOST);
        fill(CAME - 1, "begin");
        assertNull(fetch().values().get("resumed_at"));
        isWhole();
    }

    @Test
    void isNotLeftByWhatIsStoppedOnPurposeNorOfASmallFile() throws IOException {
        cut(Kind.TIMED_OUT);
        assertEquals(List.of(), left());
        fill(LARGE - 1, "begin");
        cut(Kind.LOST);
        assertEquals(List.of(), left());
    }

    @Test
    void isGoneOnceTheFileIsThere() throws IOException {
        cut(Kind.LOST);
        Files.copy(source, dest);
        assertFalse(fetch().changed());
        assertEquals(List.of(), left());
    }

    /** Somebody else may write into the folder, and wait for a file of his to be filled with secrets. */
    @Test
    void isNeverAFileWithAnotherNameOrALink() throws IOException {
        cut(Kind.LOST);
        Path part = left().getFirst();
        Path other = folder.resolve("other");
        Files.createLink(other, part);
        assertNull(fetch().values().get("resumed_at"));
        assertEquals(CAME, Files.size(other));
        isWhole();
        Files.delete(dest);
        Files.createSymbolicLink(part, other);
        assertNull(fetch().values().get("resumed_at"));
        assertEquals(CAME, Files.size(other));
        isWhole();
    }
}
