package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else fills the disk, at twenty points of a sync. Needs root, to mount a small disk. */
@Tag("scenario")
class FullDiskScenarioTest {

    private static final int PACKAGES = 18;
    private static final int SIZE = 300_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private SigningKey key;
    private TestArchive archive;
    private Path disk;
    private ContentStore store;

    @BeforeEach
    void prepare() throws Exception {
        key = SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.createDirectories(directory.resolve("mirrors"));
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        disk = Files.createDirectories(directory.resolve("disk"));
        // Room for every version at once: what came within the last seconds is never garbage.
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", disk.toString());
        store = ContentStore.in(disk.resolve("home/store"));
    }

    @AfterEach
    void close() throws Exception {
        upstream.close();
        run("umount", disk.toString());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
    }

    private void publishUpstream(int version) throws IOException {
        archive = new TestArchive(key);
        for (int i = 0; i < PACKAGES; i++) {
            archive.add("package" + i, "" + version, SIZE + version);
        }
        upstream.serve(archive.files());
        String names = IntStream.range(0, PACKAGES).mapToObj(i -> "package" + i).collect(Collectors.joining(", "));
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources: [{type: apt, uri: '" + upstream.uri("")
                        + "', suites: [stable], components: [main], signed-by: upstream.gpg}]\npackages: [" + names
                        + "]\n");
    }

    private Outcome sync() {
        Backoff hasty = new Backoff(2, Duration.ZERO, Duration.ZERO, pause -> {});
        Fetch.Settings standard = Fetch.Settings.standard();
        Fetch.Settings fetch = new Fetch.Settings(hasty, standard.parallel(), PATIENCE, ProxySelector.of(null));
        return new SyncMirrors(new SyncMirrors.Setup(
                        disk.resolve("home"),
                        directory.resolve("mirrors"),
                        InstantSource.system(),
                        new SecureRandom(),
                        fetch,
                        hasty,
                        Progress.NONE))
                .run(List.of(), false)
                .getFirst();
    }

    private FakeUpstream.Fault fillTheDisk() {
        return (exchange, content) -> {
            fill();
            return false;
        };
    }

    private void fill() {
        try (OutputStream hog = Files.newOutputStream(disk.resolve("hog"))) {
            while (true) {
                hog.write(new byte[4096]);
            }
        } catch (IOException full) {
            // as it should be
        }
    }

    private void requireSound() {
        assertEquals(List.of(), VerifyStore.verify(store, Progress.NONE).problems());
    }

    /** The packages that the store has as a whole. */
    private Set<String> complete() {
        return archive.files().entrySet().stream()
                .filter(file -> file.getKey().startsWith("pool/"))
                .filter(file -> Files.exists(store.blob(Digest.of(file.getValue()))))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void costsNothingButTheTimeUntilThereIsRoomAgain() throws Exception {
        publishUpstream(0);
        assertInstanceOf(Outcome.Published.class, sync());
        for (int point = 0; point < 20; point++) {
            publishUpstream(point + 1);
            String path = point < PACKAGES
                    ? "pool/main/package" + point + "_" + (point + 1) + "_amd64.deb"
                    : "dists/stable/InRelease";
            String before = store.currentId("test").orElseThrow();
            Generation served = store.current("test").orElseThrow();
            upstream.fail(path, fillTheDisk());
            upstream.forgetRequests();
            Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, sync(), "the disk was full at " + path);
            assertTrue(
                    failed.cause().getMessage().contains("space"),
                    failed.cause().getMessage());
            assertEquals(before, store.currentId("test").orElseThrow());
            assertTrue(served.served().values().stream().allMatch(store::has), "what is served stays");
            requireSound();
            Set<String> had = complete();
            assertEquals(
                    0,
                    CollectGarbage.collect(store, CollectGarbage.Rules.STANDARD, Progress.NONE)
                            .blobs());
            Files.delete(disk.resolve("hog"));

            upstream.forgetRequests();
            assertInstanceOf(Outcome.Published.class, sync());
            Set<String> again = new HashSet<>(upstream.requests());
            again.retainAll(had);
            assertEquals(Set.of(), again, "nothing is fetched twice");
            requireSound();
            CollectGarbage.collect(store, new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
        }
    }
}
