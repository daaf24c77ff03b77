package io.slipway.doctor;

import io.slipway.lab.rootfs.AptSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the checks ask a machine. */
public interface Host {

    /** The feature release of the Java that runs this, such as 25. */
    int javaRelease();

    boolean root();

    /** Room in the file system that has or would have this directory, in bytes. */
    long freeBytes(Path directory);

    int cores();

    Instant now();

    /** Whether a server may listen at this port on all addresses. */
    boolean portFree(Port port);

    boolean installed(String program);

    /** A text file's content, if there is one that this user may read. */
    Optional<String> read(Path file);

    boolean exists(Path file);

    boolean readable(Path file);

    /** The kernel's release, as {@code uname -r} prints it. */
    String kernel();

    /** A container engine that answers; fails with a problem if the user named one that does not. */
    Optional<RunningEngine> engine();

    /** The entries of apt's sources; fails with a problem if they cannot be read. */
    List<AptSource> aptSources();

    /** The release of the distribution, such as {@code bookworm}; fails with a problem if there is none. */
    String codename();

    record Port(int number, boolean udp) {

        @Override
        public String toString() {
            return number + (udp ? "/udp" : "/tcp");
        }
    }

    /** @param dataRoot where it keeps images and containers */
    record RunningEngine(String address, String version, Path dataRoot) {}
}
