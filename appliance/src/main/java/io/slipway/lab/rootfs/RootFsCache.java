package io.slipway.lab.rootfs;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.files.Trees;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Root file systems by recipe: {@code rootfs-HASH.tar}, each whole or absent. Safe to share; the few last used ones are kept. */
public final class RootFsCache {

    private static final int KEPT = 4;

    /** An unpacked root file system, its tar, and room to breathe. */
    private static final long ROOM = 1L << 30;

    private final Path directory;
    private final InstantSource clock;
    private final Builder builder;

    /** Makes a root file system. */
    @FunctionalInterface
    interface Builder {

        /** @param workspace an empty directory, removed afterwards */
        void build(Recipe recipe, Path tar, Path workspace, Progress progress) throws IOException;
    }

    public RootFsCache(Path directory, InstantSource clock) {
        this(directory, clock, new Mmdebstrap());
    }

    RootFsCache(Path directory, InstantSource clock, Builder builder) {
        this.directory = directory;
        this.clock = clock;
        this.builder = builder;
    }

    /** The tar for this recipe, made now if it is not there. */
    public Path get(Recipe recipe, Progress progress) {
        Path tar = directory.resolve("rootfs-" + recipe.hash() + ".tar");
        try {
            if (!Files.exists(tar)) {
                build(recipe, tar, progress);
            }
            if (Files.isWritable(tar)) {
                Files.setLastModifiedTime(tar, FileTime.from(clock.instant()));
                prune();
            }
            return tar;
        } catch (IOException e) {
            throw new RootFsException(
                    Problem.of("the root file system " + tar + " cannot be made")
                            .because(IoReason.of(e, tar)),
                    e);
        }
    }

    private void build(Recipe recipe, Path tar, Progress progress) throws IOException {
        Files.createDirectories(directory);
        long free = Files.getFileStore(directory).getUsableSpace();
        if (free < ROOM) {
            throw new RootFsException(Problem.of("there is too little room in " + directory)
                    .because((free >> 20) + " MiB are free, and making a root file system takes " + (ROOM >> 20)
                            + " MiB")
                    .hint("free some, or set SLIPWAY_LAB_CACHE to a directory with room"));
        }
        clearCrashes();
        Path workspace = Files.createTempDirectory(directory, "build-");
        try {
            Path made = workspace.resolve("rootfs.tar");
            builder.build(recipe, made, workspace, progress);
            Files.move(made, tar, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Trees.delete(workspace);
        }
    }

    /** A directory that nobody has touched for longer than a build may take has nobody. */
    private void clearCrashes() throws IOException {
        FileTime dead = FileTime.from(clock.instant().minus(Duration.ofHours(1)));
        try (DirectoryStream<Path> builds = Files.newDirectoryStream(directory, "build-*")) {
            for (Path build : builds) {
                if (lastUse(build).compareTo(dead) < 0) {
                    Trees.delete(build);
                }
            }
        }
    }

    private void prune() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> tars = files.filter(file -> file.getFileName().toString().matches("rootfs-[0-9a-f]+\\.tar"))
                    .sorted(Comparator.comparing(RootFsCache::lastUse).reversed())
                    .toList();
            for (Path old : tars.subList(Math.min(KEPT, tars.size()), tars.size())) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static FileTime lastUse(Path tar) {
        try {
            return Files.getLastModifiedTime(tar);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }
}
