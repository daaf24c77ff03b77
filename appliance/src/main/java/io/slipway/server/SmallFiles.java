package io.slipway.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps small files that were asked for in memory, so that to send one costs no more than to write it out. What was not asked for
 * while as much else came in is dropped.
 */
final class SmallFiles {

    /** In bytes; to send less than this by itself costs more than to copy it. */
    static final int SMALL = 32 * 1024;

    private static final long HALF = 32L * 1024 * 1024;
    private static final int BESIDE = 512;

    private final AtomicLong room = new AtomicLong(HALF);
    private volatile Map<Response.File, Kept> recent = new ConcurrentHashMap<>();
    private volatile Map<Response.File, Kept> older = Map.of();

    /**
     * Content in memory, with what its headers say.
     *
     * @param etag with its quotes
     * @param lastModified as HTTP writes it
     */
    record Kept(ByteBuffer content, String etag, String lastModified) {

        static Kept of(ByteBuffer content, Response.Content described) {
            return new Kept(content, "\"" + described.etag() + "\"", HttpDate.of(described.lastModified()));
        }
    }

    /** What is in memory; never waits. */
    Optional<Kept> find(Response.File file) {
        Kept kept = recent.get(file);
        if (kept == null) {
            kept = older.get(file);
            if (kept != null) {
                keep(file, kept);
            }
        }
        return Optional.ofNullable(kept);
    }

    /** Reads the file if it is small. */
    Optional<Kept> load(Response.File file) throws IOException {
        try (FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ)) {
            long size = channel.size();
            if (size > SMALL) {
                return Optional.empty();
            }
            ByteBuffer content = ByteBuffer.allocate((int) size);
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new IOException("it became shorter while it was read");
                }
            }
            Kept kept = Kept.of(content.flip().asReadOnlyBuffer(), file);
            keep(file, kept);
            return Optional.of(kept);
        }
    }

    private void keep(Response.File file, Kept kept) {
        if (recent.putIfAbsent(file, kept) == null
                && room.addAndGet(-kept.content().remaining() - BESIDE) < 0) {
            room.set(HALF);
            older = recent;
            recent = new ConcurrentHashMap<>();
        }
    }
}
