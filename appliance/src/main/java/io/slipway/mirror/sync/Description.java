package io.slipway.mirror.sync;

import io.slipway.mirror.oci.sync.ImageList;
import java.nio.file.Path;

/** What one file under {@code mirrors/} asks for. */
public sealed interface Description permits MirrorDescription, Description.Images {

    /** The file's name without {@code .yml}. */
    String name();

    Path file();

    /** Whether its content depends on the machine that does the sync. */
    boolean machineDependent();

    /** Images, and where to get them. */
    record Images(Path file, ImageList list) implements Description {
        @Override
        public String name() {
            return list.name();
        }

        @Override
        public boolean machineDependent() {
            return false;
        }
    }
}
