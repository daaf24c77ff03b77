package io.slipway.mirror.oci.registry;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A blob on its way into a repository, piece by piece. What came stays when a connection breaks, and when the process ends. One
 * request at a time can go on with it.
 */
public final class Upload {

    private static final int BUFFER = 256 * 1024;

    /** For a client that sends little at a time: thousands of those must not cost more than a few that are fast. */
    private static final int SMALL_BUFFER = 8 * 1024;

    /** How often it is looked whether the disk still has room, in bytes. */
    private static final long LOOK = 64L * 1024 * 1024;

    private static final long SPARE = 256L * 1024 * 1024;

    private final RegistryStore registry;
    private final RepositoryName repository;
    private final String id;
    private final Path file;
    private final ReentrantLock turn = new ReentrantLock();
    private MessageDigest digest = Digest.sha256();
    private long size;
    private boolean over;

    Upload(RegistryStore registry, RepositoryName repository, String id, Path file) {
        this.registry = registry;
        this.repository = repository;
        this.id = id;
        this.file = file;
    }

    /** Goes on after another process. */
    void readWhatIsThere() throws IOException {
        MessageDigest fresh = Digest.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                fresh.update(buffer, 0, n);
                size += n;
            }
        }
        digest = fresh;
    }

    public String id() {
        return id;
    }

    public RepositoryName repository() {
        return repository;
    }

    /** How many bytes are there. */
    public long size() {
        return size;
    }

    /** A step that no other request may take at the same time. */
    @FunctionalInterface
    public interface Step<R> {
        R take();
    }

    /** Takes a step now, or not at all if another request is at it; what it left is then not known yet. */
    public <R> Optional<R> ifFree(Step<R> step) {
        if (!turn.tryLock()) {
            return Optional.empty();
        }
        try {
            return over ? Optional.empty() : Optional.of(step.take());
        } finally {
            turn.unlock();
        }
    }

    /**
     * Adds what comes, to the end.
     *
     * @throws RegistryException if the disk cannot take it
     * @throws IOException if the sender breaks off; what came until then stays
     */
    public void append(InputStream in) throws IOException {
        byte[] buffer = new byte[SMALL_BUFFER];
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            out.truncate(size).position(size);
            long look = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (look <= 0) {
                    requireRoom();
                    look = LOOK;
                }
                write(out, ByteBuffer.wrap(buffer, 0, n));
                digest.update(buffer, 0, n);
                size += n;
                look -= n;
                if (n == buffer.length && n == SMALL_BUFFER) {
                    buffer = new byte[BUFFER];
                }
            }
        }
    }

    private void requireRoom() throws IOException {
        registry.usage().require(repository, size);
        if (Files.getFileStore(file).getUsableSpace() < SPARE) {
            throw new RegistryException(ErrorCode.DENIED, 507, "the registry's disk is full");
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw RegistryException.io("an upload cannot be written", e);
        }
    }

    /** The blob is complete; the upload is over, whether it is right or not. */
    public void finish(OciDigest expected) {
        try {
            OciDigest sha256 = new OciDigest("sha256", Digest.finish(digest).hex());
            OciDigest actual = expected.algorithm().equals(sha256.algorithm()) ? sha256 : digestAgain(expected);
            if (!actual.equals(expected)) {
                cancel();
                throw new RegistryException(
                        ErrorCode.DIGEST_INVALID,
                        Problem.of("the blob is not what its digest says").because("it is " + actual));
            }
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                out.truncate(size).force(true);
            }
            registry.repository(repository)
                    .keepBlob(expected, file, new Generation.Entry(new Digest(sha256.hex()), size));
            over = true;
        } catch (IOException e) {
            throw RegistryException.io("a blob cannot be stored", e);
        }
    }

    private OciDigest digestAgain(OciDigest expected) throws IOException {
        MessageDigest other = expected.hasher();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                other.update(buffer, 0, n);
            }
        }
        return expected.of(other);
    }

    /** Throws away what is there. */
    public void cancel() {
        over = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw RegistryException.io("an upload cannot be removed", e);
        }
    }

    boolean isOver() {
        return over;
    }
}
