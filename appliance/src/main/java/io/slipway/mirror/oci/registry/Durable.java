package io.slipway.mirror.oci.registry;

import io.slipway.common.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Small files whose coming and going survives a power cut; the folders above them come when they are needed. */
final class Durable {

    private Durable() {}

    static void write(Path file, byte[] content) throws IOException {
        try {
            DurableFile.write(file, content);
        } catch (NoSuchFileException noFolderYet) {
            makeDirectory(parent(file));
            DurableFile.write(file, content);
        }
    }

    /** A file's new content on the disk, beside it: what is left to do takes a moment only. */
    record Ready(Path temporary, Path file) implements AutoCloseable {

        void putInPlace() throws IOException {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        /** From now on it survives a power cut. */
        void settle() throws IOException {
            DurableFile.syncDirectory(parent(file));
        }

        @Override
        public void close() throws IOException {
            Files.deleteIfExists(temporary);
        }
    }

    /** @param unique part of a name that nobody else uses meanwhile */
    static Ready ready(Path file, byte[] content, String unique) throws IOException {
        makeDirectory(parent(file));
        Path temporary = file.resolveSibling("." + unique + ".tmp");
        try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        return new Ready(temporary, file);
    }

    static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            makeDirectory(parent(directory));
            Files.createDirectories(directory);
            DurableFile.syncDirectory(parent(directory));
        }
    }

    static boolean delete(Path file) throws IOException {
        boolean there = Files.deleteIfExists(file);
        if (there) {
            DurableFile.syncDirectory(parent(file));
        }
        return there;
    }

    static Optional<byte[]> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** The names in a folder, sorted; what is being written is not there yet. */
    static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException nothingThere) {
            return List.of();
        }
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("not below another folder: " + file);
        }
        return parent;
    }
}
