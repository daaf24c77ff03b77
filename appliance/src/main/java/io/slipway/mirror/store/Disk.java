package io.slipway.mirror.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Optional;

/** What makes durable what was written. */
@FunctionalInterface
interface Disk {

    /** Fewer are flushed one by one: others who write to the same disk should not be waited for without need. */
    int MANY = 8;

    /**
     * Returns when all this would survive a power cut.
     *
     * @param on the directory that it is all in
     * @param written files, for what is in them; directories, for what was made, renamed or removed in them
     * @throws IOException if something of it may be lost
     */
    void flush(Path on, Collection<Path> written) throws IOException;

    /** The disk of this machine, which takes about as long for all that it has to write as for one file. */
    static void flushed(Path on, Collection<Path> written) throws IOException {
        Optional<WholeDisk> whole = written.size() < MANY ? Optional.empty() : WholeDisk.here();
        if (whole.isPresent()) {
            whole.get().flush(on);
            return;
        }
        for (Path each : written) {
            try (FileChannel channel = FileChannel.open(each, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
