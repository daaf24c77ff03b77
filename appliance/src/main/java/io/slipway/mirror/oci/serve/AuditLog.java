package io.slipway.mirror.oci.serve;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps what clients change in a registry: one JSON object on a line, on the disk before the client hears that its change is done. A
 * file that has become large makes room for a fresh one; the oldest goes.
 */
public final class AuditLog implements Pushes, AutoCloseable {

    private static final long LARGEST = 16L * 1024 * 1024;
    private static final int KEPT = 10;

    private final Path directory;
    private final Path file;
    private final long largest;
    private final InstantSource clock;
    private final Consumer<Problem> failures;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private FileChannel out;
    private long written;
    private long synced;

    private AuditLog(Path directory, long largest, InstantSource clock, Consumer<Problem> failures) throws IOException {
        this.directory = directory;
        this.file = directory.resolve("registry.log");
        this.largest = largest;
        this.clock = clock;
        this.failures = failures;
        this.out = open(file);
    }

    /**
     * @param directory made if needed; gets {@code registry.log} and, when that was full, {@code registry.log.1} and so on, for their
     *     owner alone
     * @param failures is told when something cannot be kept
     */
    public static AuditLog in(Path directory, InstantSource clock, Consumer<Problem> failures) {
        return in(directory, LARGEST, clock, failures);
    }

    static AuditLog in(Path directory, long largest, InstantSource clock, Consumer<Problem> failures) {
        try {
            Files.createDirectories(directory);
            return new AuditLog(directory, largest, clock, failures);
        } catch (IOException e) {
            throw new ServeException(List.of(Problem.of("what is pushed cannot be written down in '" + directory + "'")
                    .because(IoReason.of(e, directory))));
        }
    }

    private static FileChannel open(Path file) throws IOException {
        FileChannel out = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        out.position(out.size());
        ByteBuffer last = ByteBuffer.allocate(1);
        if (out.size() > 0 && out.read(last, out.size() - 1) == 1 && last.get(0) != '\n') {
            // a power cut can leave a part of a line
            out.write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
        return out;
    }

    @Override
    public void happened(Change change) {
        ByteBuffer line = ByteBuffer.wrap((Json.write(entry(change)) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            sync(write(line));
        } catch (IOException e) {
            failures.accept(Problem.of("this change could not be written down: " + change)
                    .because(IoReason.of(e, file)));
        }
    }

    private Map<String, Object> entry(Change change) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("at", clock.instant().toString());
        entry.put("client", change.client());
        entry.put("user", change.user());
        entry.put("method", change.method());
        entry.put("repository", change.name().text());
        entry.put("reference", change.reference());
        entry.put("digest", change.digest());
        return entry;
    }

    /** @return the number of the line */
    private long write(ByteBuffer line) throws IOException {
        writing.lock();
        try {
            append(line);
            return ++written;
        } finally {
            writing.unlock();
        }
    }

    private void append(ByteBuffer line) throws IOException {
        long start = out.position();
        try {
            while (line.hasRemaining()) {
                out.write(line);
            }
        } catch (IOException e) {
            out.truncate(start);
            throw e;
        }
    }

    /** Those who wait for the disk at the same time wait for it once. */
    private void sync(long line) throws IOException {
        syncing.lock();
        try {
            if (synced >= line) {
                return;
            }
            long upTo;
            FileChannel channel;
            writing.lock();
            try {
                upTo = written;
                channel = out;
            } finally {
                writing.unlock();
            }
            channel.force(false);
            synced = upTo;
            if (channel.size() >= largest) {
                makeRoom();
            }
        } finally {
            syncing.unlock();
        }
    }

    private void makeRoom() throws IOException {
        writing.lock();
        try {
            out.force(true);
            rotate();
        } finally {
            writing.unlock();
        }
    }

    private void rotate() throws IOException {
        for (int i = KEPT - 1; i > 0; i--) {
            Path older = numbered(i);
            if (Files.exists(older)) {
                Files.move(older, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        FileChannel full = out;
        out = open(file);
        full.close();
        DurableFile.syncDirectory(directory);
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() {
        writing.lock();
        try {
            out.close();
        } catch (IOException e) {
            failures.accept(Problem.of("'" + file + "' cannot be closed").because(IoReason.of(e, file)));
        } finally {
            writing.unlock();
        }
    }
}
