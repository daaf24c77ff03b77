package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a sync costs nothing but the time of what was under way. */
@Tag("scenario")
class KilledSyncScenarioTest {

    private static final int PACKAGES = 60;
    private static final int SIZE = 200_000;

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private final AtomicReference<Process> child = new AtomicReference<>();
    private TestArchive archive;
    private Path home;

    /** What the killed process runs. */
    static final class Child {
        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            SyncMirrors.Setup setup =
                    SyncMirrors.Setup.standard(directory.resolve("home"), directory.resolve("mirrors"), Progress.NONE);
            if (new SyncMirrors(setup).run(List.of(), false).getFirst() instanceof Outcome.Failed failed) {
                throw failed.cause();
            }
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        home = directory.resolve("home");
        SigningKey key =
                SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.createDirectories(directory.resolve("mirrors"));
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        StringBuilder names = new StringBuilder();
        archive = new TestArchive(key);
        for (int i = 0; i < PACKAGES; i++) {
            archive.add("package" + i, "1", SIZE);
            names.append(i == 0 ? "" : ", ").append("package").append(i);
        }
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources: [{type: apt, uri: '" + upstream.uri("")
                        + "', suites: [stable], components: [main], signed-by: upstream.gpg}]\npackages: [" + names
                        + "]\n");
        upstream.serve(archive.files());
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        child.set(process);
        return process;
    }

    private static String path(int i) {
        return "pool/main/package" + i + "_1_amd64.deb";
    }

    /** Sends half of the file, then kills who asked for it. */
    private FakeUpstream.Fault kill() {
        return (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            child.get().destroyForcibly();
            throw new IOException("killed");
        };
    }

    private Set<String> complete() {
        ContentStore store = ContentStore.in(home.resolve("store"));
        Set<String> complete = new HashSet<>();
        for (int i = 0; i < PACKAGES; i++) {
            if (Files.exists(store.blob(Digest.of(archive.content(path(i)))))) {
                complete.add(path(i));
            }
        }
        return complete;
    }

    /** What has come, be it in its place or not. */
    private Set<String> whole() {
        Set<String> whole = complete();
        IntStream.range(0, PACKAGES)
                .mapToObj(KilledSyncScenarioTest::path)
                .filter(this::isStaged)
                .forEach(whole::add);
        return whole;
    }

    @Test
    void theNextSyncGoesOnAndFetchesNothingTwice() throws Exception {
        Random random = new Random(4);
        Set<String> had = Set.of();
        dieAt("dists/stable/InRelease", had);
        dieAt(gzippedIndex(), had);
        int kills = 0;
        for (List<String> missing = missing(had); kills < 8 && !missing.isEmpty(); kills++) {
            dieAt(missing.get(random.nextInt(missing.size())), had);
            had = whole();
            missing = missing(had);
        }
        assertTrue(kills > 2 && had.size() > 10, "the kills came in the middle");
        upstream.forgetRequests();
        assertEquals(0, start().waitFor(), log());
        assertNotAskedAgain(had);
        assertEquals(1, requireSound().generations());
        assertEquals(PACKAGES, complete().size());
        try (Stream<Path> staged = Files.list(home.resolve("store/staging"))) {
            assertEquals(List.of(), staged.toList());
        }
    }

    @Test
    void aKillWhilePublishingLeavesTheOldGenerationOrTheNewOne() throws Exception {
        assertEquals(0, start().waitFor(), log());
        Random random = new Random(5);
        Path description = directory.resolve("mirrors/test.yml");
        for (int round = 0; round < 40; round++) {
            Files.writeString(description, Files.readString(description) + "# " + round + "\n");
            upstream.fail("dists/stable/InRelease", (exchange, content) -> {
                Process asking = child.get();
                Thread.startVirtualThread(() -> {
                    LockSupport.parkNanos(random.nextInt(600) * 1_000_000L);
                    asking.destroyForcibly();
                });
                return false;
            });
            int exit = start().waitFor();
            assertTrue(exit == 0 || exit == 137, log());
            requireSound();
            ContentStore.in(home.resolve("store")).current("test").orElseThrow();
        }
        assertEquals(0, start().waitFor(), log());
        requireSound();
    }

    /** A request that the last child left behind may come before the next one's, so the fault lasts until it is dead. */
    private void dieAt(String path, Set<String> had) throws Exception {
        upstream.forgetRequests();
        upstream.failAlways(path, kill());
        assertEquals(137, start().waitFor(), "the child dies at " + path + ": " + log());
        upstream.heal(path);
        assertNotAskedAgain(had);
        requireSound();
    }

    private VerifyStore.Report requireSound() {
        VerifyStore.Report report = VerifyStore.verify(ContentStore.in(home.resolve("store")), Progress.NONE);
        assertEquals(List.of(), report.problems());
        return report;
    }

    /** What the next sync will have to ask for. */
    private List<String> missing(Set<String> had) {
        return IntStream.range(0, PACKAGES)
                .mapToObj(KilledSyncScenarioTest::path)
                .filter(path -> !had.contains(path))
                .toList();
    }

    /** Whether the kill came after the last byte, but before the file was moved to its place. */
    private boolean isStaged(String path) {
        byte[] content = archive.content(path);
        return home.resolve("store/staging/" + Digest.of(content).hex() + ".part")
                        .toFile()
                        .length()
                == content.length;
    }

    private String gzippedIndex() {
        byte[] gzip = archive.files().get("dists/stable/main/binary-amd64/Packages.gz");
        return "dists/stable/main/binary-amd64/by-hash/SHA256/"
                + Digest.of(gzip).hex();
    }

    private void assertNotAskedAgain(Set<String> had) {
        Set<String> again = new HashSet<>(upstream.requests());
        again.retainAll(had);
        assertEquals(Set.of(), again);
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("child.log"), StandardCharsets.UTF_8);
    }
}
