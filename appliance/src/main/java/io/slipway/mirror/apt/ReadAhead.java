package io.slipway.mirror.apt;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Decompresses on another thread what is about to be read: both take about as long. */
final class ReadAhead extends InputStream {

    private static final int PIECE = 1 << 18;
    private static final int PIECES = 4;

    private final InputStream in;
    private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(PIECES);
    private final Thread reader;
    private Piece piece = new Piece(new byte[0], 0, null);
    private int at;

    /** @param length of what is there; negative at the end */
    private record Piece(byte[] bytes, int length, @Nullable IOException failure) {}

    ReadAhead(InputStream in) {
        this.in = in;
        this.reader = Thread.ofVirtual().name("read-ahead").start(this::readAll);
    }

    private void readAll() {
        try {
            Piece next;
            do {
                next = next();
                pieces.put(next);
            } while (next.length() >= 0);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Piece next() {
        byte[] bytes = new byte[PIECE];
        try {
            int length = in.readNBytes(bytes, 0, PIECE);
            return new Piece(bytes, length == 0 ? -1 : length, null);
        } catch (IOException e) {
            return new Piece(bytes, -1, e);
        } catch (RuntimeException | Error e) {
            return new Piece(bytes, -1, new IOException("it cannot be decompressed: " + e, e));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (at == piece.length()) {
            take();
        }
        IOException failure = piece.failure();
        if (failure != null) {
            throw failure;
        }
        if (piece.length() < 0) {
            return -1;
        }
        int count = Math.min(length, piece.length() - at);
        System.arraycopy(piece.bytes(), at, buffer, offset, count);
        at += count;
        return count;
    }

    private void take() throws IOException {
        try {
            piece = pieces.take();
            at = 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Ends the other thread before what it reads from is closed. */
    @Override
    public void close() throws IOException {
        reader.interrupt();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        in.close();
    }
}
