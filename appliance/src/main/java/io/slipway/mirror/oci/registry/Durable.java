package io.slipway.mirror.oci.registry;

import io.slipway.common.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
