package io.slipway.mirror.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps short changes apart, of this process's threads and of other processes. Everybody waits for a turn. */
public final class BriefLock {

    private final Path file;
    private final ReentrantLock here = new ReentrantLock();

    public BriefLock(Path file) {
        this.file = file;
    }

    /** A change that must not meet another one. */
    @FunctionalInterface
    public interface Change<R> {
        R make() throws IOException;
    }

    public <R> R alone(Change<R> change) throws IOException {
        here.lock();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock held = channel.lock();
            try {
                return change.make();
            } finally {
                held.release();
            }
        } finally {
            here.unlock();
        }
    }
}
