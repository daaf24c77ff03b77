package io.slipway.lab.rootfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootFsCacheTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    @TempDir
    Path directory;

    private int built;
    private final RootFsCache.Builder builder = (recipe, tar, workspace, progress) -> {
        built++;
        Files.writeString(workspace.resolve("log"), "working");
        Files.writeString(tar, recipe.suite());
    };

    @Test
    void eachRecipeIsMadeOnce() throws IOException {
        Path first = cache().get(recipe("bookworm"), Progress.NONE);
        assertEquals(first, cache().get(recipe("bookworm"), Progress.NONE));
        assertEquals("trixie", Files.readString(cache().get(recipe("trixie"), Progress.NONE)));
        assertEquals(2, built);
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        RootFsCache cache = new RootFsCache(directory, () -> NOW, (recipe, tar, workspace, progress) -> {
            Files.writeString(tar, "half");
            throw new IOException("No space left on device");
        });
        RootFsException failure =
                assertThrows(RootFsException.class, () -> cache.get(recipe("bookworm"), Progress.NONE));
        assertEquals("no space left on device", failure.problem().why());
        assertEquals(List.of(), contents());
    }

    @Test
    void whatACrashLeftIsClearedAwayWhenItIsOld() throws IOException {
        Path crashed = Files.createDirectories(directory.resolve("build-1/mmdebstrap.x"));
        Path running = Files.createDirectories(directory.resolve("build-2"));
        Files.setLastModifiedTime(crashed.getParent(), FileTime.from(NOW.minusSeconds(7_200)));
        Files.setLastModifiedTime(running, FileTime.from(NOW.minusSeconds(60)));
        cache().get(recipe("bookworm"), Progress.NONE);
        assertFalse(Files.exists(crashed));
        assertTrue(Files.exists(running));
    }

    @Test
    void onlyTheLastUsedAreKept() throws IOException {
        for (int i = 0; i < 6; i++) {
            Instant now = NOW.plusSeconds(i);
            new RootFsCache(directory, () -> now, builder).get(recipe("r" + i), Progress.NONE);
        }
        List<Path> kept = contents();
        assertEquals(4, kept.size());
        assertTrue(kept.contains(directory.resolve("rootfs-" + recipe("r5").hash() + ".tar")));
        assertFalse(kept.contains(directory.resolve("rootfs-" + recipe("r0").hash() + ".tar")));
    }

    private RootFsCache cache() {
        return new RootFsCache(directory, () -> NOW, builder);
    }

    private static Recipe recipe(String suite) {
        return new Recipe(suite, "amd64", List.of(), "", "");
    }

    private List<Path> contents() throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
