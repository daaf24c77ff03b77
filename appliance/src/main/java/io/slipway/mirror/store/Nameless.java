package io.slipway.mirror.store;

import io.slipway.common.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * A content whose size and digest are known only when it is there as a whole. It takes no memory meanwhile, and what broke off does not
 * stay: nobody could say what it is the beginning of.
 */
final class Nameless {

    private static final int PIECE = 1 << 16;

    private final StoreWriter writer;
    private final Path file;

    Nameless(StoreWriter writer) {
        this.writer = writer;
        String unique = "nameless-" + Thread.currentThread().threadId();
        this.file = writer.store().staging().resolve(unique + StagedBlob.SUFFIX);
    }

    Generation.Entry put(InputStream content) throws IOException {
        try (FileChannel channel = open()) {
            Generation.Entry entry = receive(content, channel);
            keep(channel, entry);
            return entry;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private FileChannel open() {
        try {
            return FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private Generation.Entry receive(InputStream content, FileChannel channel) throws IOException {
        MessageDigest digest = Digest.sha256();
        byte[] piece = new byte[PIECE];
        long size = 0;
        for (int n = content.read(piece); n >= 0; n = content.read(piece)) {
            digest.update(piece, 0, n);
            write(channel, ByteBuffer.wrap(piece, 0, n));
            size += n;
        }
        return new Generation.Entry(Digest.finish(digest), size);
    }

    /** A disk that is full is not the fault of whoever the content comes from. */
    private void write(FileChannel channel, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private void keep(FileChannel channel, Generation.Entry entry) {
        try (StagedBlob staged = writer.stage(entry)) {
            if (writer.has(entry)) {
                return;
            }
            staged.restart();
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            for (channel.position(0); channel.read(piece) >= 0; piece.clear()) {
                staged.write(piece.flip());
            }
            staged.commit();
        } catch (IOException e) {
            throw notKept(e);
        }
    }

    private StoreException notKept(IOException e) {
        return StoreException.io("'" + file + "' cannot be written and read again", file, e);
    }
}
