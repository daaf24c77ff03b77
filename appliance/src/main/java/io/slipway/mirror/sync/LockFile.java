package io.slipway.mirror.sync;

import io.slipway.common.DurableFile;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.mirror.apt.control.BinaryPackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The record of exactly which packages or images a mirror holds: {@code NAME.lock} beside {@code NAME.yml}, meant to be committed with it.
 * It goes to {@code locks/} under Slipway's home instead where the descriptions cannot be written to, or where the content depends
 * on the machine ({@code uri: machine}) so that nobody else could use it.
 */
final class LockFile {

    private static final Comparator<Plan.Item> ORDER = Comparator.comparing(
            item -> item.pick().chosen(),
            Comparator.comparing(BinaryPackage::name)
                    .thenComparing(BinaryPackage::version)
                    .thenComparing(BinaryPackage::architecture));

    private LockFile() {}

    /** What is written for a plan; the same for the same packages. */
    static byte[] text(Plan plan) {
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("format", 1L);
        lock.put("mirror", plan.mirror());
        lock.put("suite", plan.suite());
        lock.put(
                "packages",
                plan.items().stream().sorted(ORDER).map(LockFile::entry).toList());
        if (!plan.sources().isEmpty()) {
            lock.put("sources", plan.sources().stream().map(LockFile::entry).toList());
        }
        return (Json.pretty(lock) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** @param text the whole file */
    static void write(Description description, Path home, byte[] text) {
        Path file = place(description, home);
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            DurableFile.write(file, text);
        } catch (IOException e) {
            throw new SyncException(
                    Problem.of("the lock '" + file + "' cannot be written").because(IoReason.of(e, file)), e);
        }
    }

    private static Map<String, Object> entry(Plan.Item item) {
        var chosen = item.pick().chosen();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", chosen.name());
        entry.put("version", chosen.version().text());
        entry.put("architecture", chosen.architecture());
        entry.put("sha256", chosen.sha256().hex());
        return entry;
    }

    private static Map<String, Object> entry(Plan.SourceFile file) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("path", file.path());
        entry.put("sha256", file.file().content().digest().hex());
        return entry;
    }

    /** Where the lock of a description is. */
    static Path place(Description description, Path home) {
        String name = description.name() + ".lock";
        Path beside = description.file().resolveSibling(name);
        Path directory = description.file().toAbsolutePath().getParent();
        boolean writable = directory != null && Files.isWritable(directory);
        return writable && !description.machineDependent()
                ? beside
                : home.resolve("locks").resolve(name);
    }
}
