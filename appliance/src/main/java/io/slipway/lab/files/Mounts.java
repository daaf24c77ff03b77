package io.slipway.lab.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is mounted within a directory. */
public final class Mounts {

    private static final Path TABLE = Path.of("/proc/self/mounts");

    private Mounts() {}

    /** The mount points beneath a directory that exists, outer ones first. */
    public static List<String> beneath(Path directory) throws IOException {
        String prefix = directory.toRealPath() + "/";
        return Files.readAllLines(TABLE).stream()
                .map(line -> line.split(" ", 3)[1])
                .filter(place -> place.startsWith(prefix))
                .toList();
    }

    /** Takes away what a killed program left mounted in its own directory. */
    public static void detach(Path directory) throws IOException {
        for (String place : beneath(directory).reversed()) {
            Process umount = new ProcessBuilder("umount", place)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(umount.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (umount.onExit().join().exitValue() != 0) {
                throw new IOException(said.strip());
            }
        }
    }
}
