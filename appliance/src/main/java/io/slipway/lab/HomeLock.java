package io.slipway.lab;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets one command at a time change the labs of a home. The kernel frees it when its holder dies. */
final class HomeLock implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static HomeLock of(Path home, Progress progress) {
        Path file = home.toAbsolutePath().resolve("lab.lock");
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean told = false;
        try {
            Files.createDirectories(home);
            while (System.nanoTime() < deadline) {
                HomeLock lock = attempt(file);
                if (lock != null) {
                    return lock;
                }
                if (!told) {
                    progress.note("another slipway is busy with a lab in " + home + "; waiting for it");
                    told = true;
                }
                Thread.sleep(100);
            }
        } catch (IOException e) {
            throw new LabException(
                    Problem.of("cannot lock " + file)
                            .because(IoReason.of(e, file))
                            .hint(IoReason.hintForHome(e)),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(Problem.of("interrupted while another slipway was busy with a lab"), e);
        }
        throw new LabException(Problem.of("another slipway has been busy with a lab in " + home + " for "
                        + PATIENCE.toMinutes() + " minutes")
                .hint("find it with: fuser " + file));
    }

    /** A lock on a file that was removed meanwhile locks nothing, so that it is looked at again. */
    private static @Nullable HomeLock attempt(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(file)) {
                return new HomeLock(file, channel);
            }
        } catch (OverlappingFileLockException heldByAnotherThread) {
            channel.close();
            return null;
        }
        channel.close();
        return null;
    }

    /** Removes the file while it is still held. */
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new LabException(Problem.of("cannot remove " + file).because(IoReason.of(e)), e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new LabException(Problem.of("cannot unlock " + file).because(IoReason.of(e)), e);
        }
    }
}
