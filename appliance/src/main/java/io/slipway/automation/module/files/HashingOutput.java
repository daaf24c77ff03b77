package io.slipway.automation.module.files;

import io.slipway.automation.transport.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Passes content on and takes its SHA-1 and perhaps its MD5, each in a thread of its own: in turn with the writing they would take longer than the
 * network does. A fixed number of blocks goes round, so that a slow digest slows the writer instead of filling the memory.
 */
final class HashingOutput extends OutputStream {

    private static final int BLOCK = 1 << 16;
    private static final int BLOCKS = 16;

    private final OutputStream to;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final Hasher sha1;
    private final Optional<Hasher> md5;
    private final List<Hasher> hashers;
    private Block current = new Block();
    private int blocks = 1;
    private boolean closed;

    /**
     * @param size how many bytes will come, about
     * @param both whether MD5 is wanted, too
     */
    HashingOutput(OutputStream to, long size, boolean both) {
        this.to = to;
        this.sha1 = new Hasher(Hash.digest("SHA-1", size));
        this.md5 = both ? Optional.of(new Hasher(Hash.digest("MD5", size))) : Optional.empty();
        this.hashers = Stream.concat(Stream.of(sha1), md5.stream()).toList();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        to.write(bytes, offset, length);
        hash(bytes, offset, length);
    }

    /** What comes before that which is written, and has been passed on already. */
    void hashOnly(Payload.FileContent before) throws IOException {
        byte[] bytes = new byte[BLOCK];
        try (InputStream in = before.open()) {
            for (long left = before.size(); left > 0; ) {
                int read = in.readNBytes(bytes, 0, (int) Math.min(left, BLOCK));
                if (read == 0) {
                    return;
                }
                hash(bytes, 0, read);
                left -= read;
            }
        }
    }

    private void hash(byte[] bytes, int offset, int length) throws IOException {
        for (int at = 0; at < length; ) {
            if (current.length == BLOCK) {
                hand(current);
                current = next();
            }
            int part = Math.min(length - at, BLOCK - current.length);
            System.arraycopy(bytes, offset + at, current.bytes, current.length, part);
            current.length += part;
            at += part;
        }
    }

    private void hand(Block block) throws IOException {
        block.readers.set(hashers.size());
        for (Hasher hasher : hashers) {
            hasher.take(block);
        }
    }

    private Block next() throws IOException {
        if (blocks < BLOCKS && free.isEmpty()) {
            blocks++;
            return new Block();
        }
        try {
            Block block = free.take();
            block.length = 0;
            return block;
        } catch (InterruptedException e) {
            throw cancelled(e);
        }
    }

    /** Waits for the digests. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (to) {
            for (Hasher hasher : hashers) {
                hasher.finish(current);
            }
        }
    }

    /** In hexadecimal, of all that was written; known once it is closed. */
    String sha1() {
        return Hash.hex(sha1.digest);
    }

    Optional<String> md5() {
        return md5.map(its -> Hash.hex(its.digest));
    }

    private static IOException cancelled(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IOException("cancelled", e);
    }

    private static final class Block {
        final byte[] bytes = new byte[BLOCK];
        final AtomicInteger readers = new AtomicInteger();
        int length;
    }

    /** Starts its thread with the first block that is full; what fits into one is hashed at the end. */
    private final class Hasher {

        private final MessageDigest digest;
        private final BlockingQueue<Block> waiting = new ArrayBlockingQueue<>(BLOCKS);
        private final Thread thread;

        Hasher(MessageDigest digest) {
            this.digest = digest;
            this.thread =
                    Thread.ofPlatform().daemon().name(digest.getAlgorithm()).unstarted(this::work);
        }

        void take(Block block) throws IOException {
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            try {
                waiting.put(block);
            } catch (InterruptedException e) {
                throw cancelled(e);
            }
        }

        private void work() {
            try {
                while (true) {
                    Block block = waiting.take();
                    digest.update(block.bytes, 0, block.length);
                    if (block.readers.decrementAndGet() == 0) {
                        free.add(block);
                    }
                }
            } catch (InterruptedException e) {
                // Nothing more comes: what is waiting still counts.
                waiting.forEach(block -> digest.update(block.bytes, 0, block.length));
            }
        }

        void finish(Block last) throws IOException {
            thread.interrupt();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw cancelled(e);
            }
            digest.update(last.bytes, 0, last.length);
        }
    }
}
