package io.slipway.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files so that a crash leaves either the old content or the new one: temporary file, fsync, rename, fsync of the
 * directory.
 */
public final class DurableFile {

    private static final Set<StandardOpenOption> CREATE_AFRESH =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private DurableFile() {}

    /** Replaces {@code file}, readable by everybody; its directory must exist. */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, "rw-r--r--");
    }

    /** Replaces {@code file}, readable by its owner alone; its directory must exist. */
    public static void writePrivate(Path file, byte[] content) throws IOException {
        write(file, content, "rw-------");
    }

    /**
     * Makes {@code file}, for its owner alone, unless it exists. Of several processes that try at the same time, one succeeds.
     *
     * @return whether it was this call that made it
     */
    public static boolean createPrivate(Path file, byte[] content) throws IOException {
        Path directory = directoryOf(file);
        Path temporary = temporaryFor(file);
        writeAfresh(temporary, content, "rw-------");
        try {
            Files.createLink(file, temporary);
            syncDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException somebodyWasFaster) {
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(Path file, byte[] content, String permissions) throws IOException {
        Path directory = directoryOf(file);
        Path temporary = temporaryFor(file);
        writeAfresh(temporary, content, permissions);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(directory);
    }

    /** A name that no other thread and no other process uses at the same time. */
    private static Path temporaryFor(Path file) {
        String unique =
                ProcessHandle.current().pid() + "." + Thread.currentThread().threadId();
        return file.resolveSibling("." + file.getFileName() + "." + unique + ".tmp");
    }

    private static void writeAfresh(Path file, byte[] content, String permissions) throws IOException {
        FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        Files.deleteIfExists(file);
        try (FileChannel out = FileChannel.open(file, CREATE_AFRESH, mode)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
    }

    /** Makes what was created, renamed or removed in this directory survive a power cut. */
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not a file in a directory: " + file);
        }
        return parent;
    }
}
