package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;

/**
 * A content on its way into the store. What was written stays when this is closed without {@link #commit}, and is there again when
 * the same content is staged the next time: so a broken download costs only what was missing.
 */
public final class StagedBlob implements AutoCloseable {

    static final String SUFFIX = ".part";

    private final ContentStore store;
    private final Generation.Entry expected;
    private final Path file;
    private final FileChannel channel;
    private final StoreWriter writer;
    private final MessageDigest digest;
    private long size;
    private boolean handedOver;

    private StagedBlob(StoreWriter writer, Generation.Entry expected, Path file, FileChannel channel) {
        this.writer = writer;
        this.store = writer.store();
        this.expected = expected;
        this.file = file;
        this.channel = channel;
        this.digest = writer.digestFor(expected.size());
    }

    static Path fileFor(ContentStore store, Digest digest) {
        return store.staging().resolve(digest.hex() + SUFFIX);
    }

    static StagedBlob open(StoreWriter writer, Generation.Entry expected) {
        Path file = fileFor(writer.store(), expected.digest());
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            StagedBlob staged = new StagedBlob(writer, expected, file, channel);
            staged.digestWhatIsThere();
            return staged;
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be written", file, e);
        }
    }

    private void digestWhatIsThere() throws IOException {
        long there = channel.size();
        if (there == 0) {
            return;
        }
        if (there > expected.size()) {
            channel.truncate(0);
        }
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (channel.read(buffer) >= 0) {
            size += buffer.position();
            digest.update(buffer.flip());
            buffer.clear();
        }
    }

    /** How many bytes are there already. */
    public long size() {
        return size;
    }

    /** Forgets what is there. */
    public void restart() {
        if (size == 0) {
            return;
        }
        try {
            channel.truncate(0);
            channel.position(0);
            digest.reset();
            writer.room().wrote(expected.digest(), -size);
            size = 0;
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be written", file, e);
        }
    }

    public void write(ByteBuffer bytes) {
        if (size + bytes.remaining() > expected.size()) {
            throw wrong("it is longer than the " + expected.size() + " bytes that it should have");
        }
        digest.update(bytes.duplicate());
        size += bytes.remaining();
        writer.room().wrote(expected.digest(), bytes.remaining());
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be written", file, e);
        }
    }

    /**
     * Moves the complete content to its place, where it is when this returns. That it is there for good is what a publication says, or
     * the end of the writer: a power cut before may move it back, and the next sync finds it whole.
     *
     * @throws WrongContent if it is not what its digest says; it is then thrown away
     */
    public void commit() {
        writer.settle(handOver());
    }

    /**
     * Like {@link #commit}, but does not wait until it is there: {@link StoreWriter#settle} does, for all of them.
     *
     * @throws WrongContent if it is not what its digest says; it is then thrown away
     */
    public void commitSoon() {
        handOver();
    }

    private long handOver() {
        if (size != expected.size()) {
            throw wrong("it has " + size + " bytes instead of " + expected.size());
        }
        Digest actual = Digest.finish(digest);
        if (!actual.equals(expected.digest())) {
            throw wrong("its digest is " + actual + " instead of " + expected.digest());
        }
        try {
            Files.setLastModifiedTime(file, FileTime.from(store.clock().instant()));
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be dated", file, e);
        }
        handedOver = true;
        return writer.arrive(expected);
    }

    private WrongContent wrong(String why) {
        restart();
        return new WrongContent(
                Problem.of("this content is not what was promised").because(why));
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (size == 0 && !handedOver) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw StoreException.io("'" + file + "' cannot be closed", file, e);
        } finally {
            if (!handedOver) {
                writer.putDown(expected.digest());
            }
        }
    }
}
