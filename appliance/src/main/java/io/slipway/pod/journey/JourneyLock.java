package io.slipway.pod.journey;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.pod.PodException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Lets one process at a time take the nodes of a home further. The kernel frees it when its holder dies. */
public final class JourneyLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path file;

    private JourneyLock(FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /** @throws PodException when another has it */
    public static JourneyLock of(Path home) {
        Path file = home.resolve("up.lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (locked(channel)) {
                return new JourneyLock(channel, file);
            }
            channel.close();
        } catch (IOException e) {
            throw broken(file, "lock", e);
        }
        throw new PodException(List.of(Problem.of("another 'slipway up' is at work in this home")
                .at(Position.in(file.toString()))
                .hint("'slipway status' says how far it is; find it with: fuser " + file)));
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByAnotherThread) {
            return false;
        }
    }

    private static PodException broken(Path file, String what, IOException cause) {
        return new PodException(List.of(Problem.of("cannot " + what + " " + file)
                .because(IoReason.of(cause, file))
                .hint(IoReason.hintForHome(cause))));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw broken(file, "unlock", e);
        }
    }
}
