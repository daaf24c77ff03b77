package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Sighting;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SyncMirrorsTest extends SyncStage {

    @Test
    void publishesTheClosureUnderItsUpstreamPaths() throws IOException {
        Outcome.Published published = assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(
                List.of("app", "data", "lib"),
                published.plan().items().stream()
                        .map(item -> item.pick().chosen().name())
                        .toList());
        assertEquals(
                List.of(
                        "dists/stable/InRelease",
                        "dists/stable/Release",
                        "dists/stable/Release.gpg",
                        "dists/stable/main/binary-amd64/Packages",
                        "dists/stable/main/binary-amd64/Packages.gz",
                        "dists/stable/main/binary-amd64/Packages.xz",
                        "pool/main/app_1.0-1_amd64.deb",
                        "pool/main/data_7_amd64.deb",
                        "pool/main/lib_1.2_amd64.deb"),
                store.current("test").orElseThrow().served().keySet().stream()
                        .filter(path -> !path.contains("by-hash"))
                        .toList());
        assertTrue(text("dists/stable/main/binary-amd64/Packages")
                .contains("Maintainer: Nobody <nobody@example.org>\nDescription: app\n"));
        assertTrue(text("dists/stable/Release").contains("Suite: stable\n"));
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void aSecondSyncWithNothingNewAsksForOneFile() {
        sync();
        upstream.forgetRequests();
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertEquals(List.of("dists/stable/InRelease"), upstream.requests());
        assertEquals(1, store.generations("test").size());
    }

    @Test
    void aChangedDescriptionMeansANewGenerationButNoNewDownloads() throws IOException {
        sync();
        describe("packages: [lib]");
        upstream.forgetRequests();
        assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(List.of("dists/stable/InRelease"), upstream.requests());
    }

    @Test
    void onlyWhatIsNewIsFetched() {
        sync();
        upstream.serve(archive().add("lib", "1.3", 25_000).files());
        upstream.forgetRequests();
        sync();
        assertEquals(
                List.of("pool/main/lib_1.3_amd64.deb"),
                upstream.requests().stream()
                        .filter(path -> path.startsWith("pool"))
                        .toList());
    }

    @Test
    void aLostFileIsFetchedAgain() throws IOException {
        sync();
        Generation.Entry lib = store.current("test").orElseThrow().served().get("pool/main/lib_1.2_amd64.deb");
        Files.delete(store.blob(lib.digest()));
        sync();
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void aLostFileIsMissedAlsoWhereNothingHadChangedForAWhile() throws IOException {
        sync();
        String id = store.currentId("test").orElseThrow();
        try (Stream<Path> all = Files.walk(store.directory())) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(Instant.parse("2026-11-20T08:00:00Z")));
            }
        }
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertTrue(
                store.untouched("test", Sighting.of(store, "test").orElseThrow())
                        .isPresent(),
                "the next one need not look at each file");
        assertInstanceOf(Outcome.UpToDate.class, sync());
        Generation.Entry lib = store.current("test").orElseThrow().served().get("pool/main/lib_1.2_amd64.deb");
        Files.delete(store.blob(lib.digest()));
        assertInstanceOf(Outcome.Published.class, sync());
        assertNotEquals(id, store.currentId("test").orElseThrow());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void aDamagedGenerationIsReplacedByANewOneWithoutFetchingPackagesAgain() throws IOException {
        sync();
        String damaged = store.currentId("test").orElseThrow();
        Files.writeString(directory.resolve("home/store/generations/test").resolve(damaged), "slipway-generation 1\n");
        upstream.forgetRequests();
        assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(notes.getFirst().contains("damaged"), notes.toString());
        assertEquals(List.of("dists/stable/InRelease"), upstream.requests());
        assertTrue(store.current("test").isPresent());
    }

    @Test
    void aPlanFetchesNoPackageAndPublishesNothing() {
        Outcome.Planned planned = assertInstanceOf(Outcome.Planned.class, sync(true));
        assertEquals(100_000, planned.plan().missing());
        assertEquals(
                List.of("app", "app → data", "app → lib (>= 1)"),
                planned.plan().items().stream().map(item -> item.pick().chain()).toList());
        assertTrue(upstream.requests().stream().noneMatch(path -> path.startsWith("pool")));
        assertEquals(Optional.empty(), store.current("test"));
        sync();
        assertEquals(
                0, assertInstanceOf(Outcome.Planned.class, sync(true)).plan().missing());
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() {
        SigningKey other = SigningKey.openOrCreate(directory.resolve("other"), clock, new SecureRandom());
        upstream.serve(new TestArchive(other).add("app", "1", 10).files());
        Problem problem = refused();
        assertEquals("the signature cannot be trusted", problem.what());
        assertTrue(problem.why().contains("does not hold"), problem.toString());
    }

    @Test
    void aChangedReleaseFileIsRefused() {
        Map<String, byte[]> files = archive().files();
        String inRelease = new String(files.get("dists/stable/InRelease"), StandardCharsets.UTF_8);
        upstream.serve(files)
                .put(
                        "dists/stable/InRelease",
                        inRelease.replace("Origin: Example", "Origin: Evil").getBytes(StandardCharsets.UTF_8));
        assertTrue(refused().why().contains("does not match the content"));
    }

    @Test
    void aPackageWithTheWrongContentIsRefusedAndTheRestIsNotFetchedAgain() {
        upstream.put("pool/main/lib_1.2_amd64.deb", new byte[20_000]);
        Problem problem = refused();
        assertTrue(String.valueOf(problem.where()).endsWith("pool/main/lib_1.2_amd64.deb"), problem.toString());
        assertTrue(problem.why().contains("its digest is"), problem.toString());
        upstream.serve(archive().files());
        upstream.forgetRequests();
        sync();
        assertEquals(
                List.of("pool/main/lib_1.2_amd64.deb"),
                upstream.requests().stream()
                        .filter(path -> path.startsWith("pool"))
                        .toList());
    }

    @Test
    void anIndexPastItsDateIsRefused() {
        upstream.serve(
                archive().with("Valid-Until", "Sun, 22 Nov 2026 07:00:00 UTC").files());
        assertTrue(refused().what().contains("is out of date"));
    }

    @Test
    void anIndexOlderThanTheLastOneIsRefused() {
        sync();
        upstream.serve(archive().with("Date", "Sat, 21 Nov 2026 06:00:00 UTC").files());
        assertTrue(refused().what().contains("went back in time"));
    }

    @Test
    void pathTricksInAnIndexAreRefused() {
        byte[] content = "x".getBytes(StandardCharsets.UTF_8);
        String evil =
                "Package: app\nVersion: 1\nArchitecture: amd64\nFilename: ../../../etc/cron.d/x\nSize: 1\nSHA256: "
                        + Digest.of(content).hex();
        upstream.serve(archive().addStanza(evil).files());
        assertTrue(refused().what().contains("cannot be one of its own"));
    }

    @Test
    void aSmallFileThatBecomesHugeIsRefused() throws IOException {
        TestArchive archive = archive().withoutByHash();
        Map<String, byte[]> files = archive.files();
        String release = new String(files.get("dists/stable/Release"), StandardCharsets.UTF_8);
        byte[] plain = files.get("dists/stable/main/binary-amd64/Packages");
        String lying = release.replace(
                Digest.of(plain).hex() + " " + plain.length, Digest.of(plain).hex() + " 100");
        upstream.serve(files).put("dists/stable/InRelease", key.clearSign(lying));
        assertTrue(refused().why().contains("larger than the 100 bytes that it may have"));
    }

    @Test
    void anUnsignedArchiveIsRefused() {
        upstream.remove("dists/stable/InRelease").remove("dists/stable/Release.gpg");
        assertTrue(refused().why().contains("Release.gpg"), "says what is missing");
    }

    @Test
    void aDetachedSignatureWillDo() {
        upstream.remove("dists/stable/InRelease");
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @Test
    void flatArchivesCanBeTakenIn() throws IOException {
        describe("suites: [/]", new String[] {"packages: [app]", "publish: {suite: stable}"});
        upstream.serve(new TestArchive(key).flat().add("app", "1", 1000).files());
        sync();
        assertTrue(text("dists/stable/main/binary-amd64/Packages").contains("Filename: pool/app_1_amd64.deb\n"));
        assertTrue(store.current("test").orElseThrow().served().containsKey("pool/app_1_amd64.deb"));
    }

    @Test
    void ofTheFormsOfAnIndexTheOneComesThatIsReadFastest() {
        upstream.serve(archive()
                .withoutByHash()
                .extra("main/binary-amd64/Packages.xz", new byte[] {1})
                .files());
        upstream.forgetRequests();
        assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(
                List.of("dists/stable/main/binary-amd64/Packages.gz"),
                upstream.requests().stream()
                        .filter(path -> path.contains("Packages"))
                        .toList());
    }

    @Test
    void unknownComponentsAreExplained() throws IOException {
        describe("suites: [stable], components: [mian]", new String[] {"packages: [app]"});
        Problem problem = refused();
        assertTrue(
                problem.toString().contains("has no component 'mian': it has main (did you mean 'main'?)"),
                problem.toString());
        assertTrue(String.valueOf(problem.where()).endsWith("test.yml:2:5"), problem.toString());
    }

    @Test
    void theLockSaysExactlyWhatIsMirrored() throws IOException {
        sync();
        String lock = Files.readString(directory.resolve("mirrors/test.lock"));
        assertTrue(lock.contains("\"name\": \"app\""), lock);
        assertTrue(lock.contains("\"version\": \"1.0-1\""), lock);
        assertFalse(lock.contains("unrelated"), lock);
    }

    @Test
    void aMirrorThatFailsDoesNotKeepTheOthersFromBeingPublished() throws IOException {
        Files.copy(directory.resolve("mirrors/test.yml"), directory.resolve("mirrors/a.yml"));
        Files.copy(directory.resolve("mirrors/test.yml"), directory.resolve("mirrors/z.yml"));
        String lost =
                "{type: apt, uri: 'http://127.0.0.1:1/%s', suites: [s1, s2], components: [main], signed-by: upstream.gpg}";
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources:\n  - " + lost.formatted("one") + "\n  - " + lost.formatted("two") + "\npackages: [app]\n");
        upstream.put("pool/main/data_7_amd64.deb", new byte[30_000]);
        List<Outcome> outcomes = sync(List.of(), false);
        assertEquals(
                List.of("a", "test", "z"),
                outcomes.stream().map(Outcome::mirror).toList());
        assertTrue(outcomes.stream().allMatch(Outcome.Failed.class::isInstance));
        upstream.serve(archive().files());
        upstream.forgetRequests();
        outcomes = sync(List.of(), false);
        assertInstanceOf(Outcome.Published.class, outcomes.get(0));
        List<Problem> problems =
                assertInstanceOf(Outcome.Failed.class, outcomes.get(1)).cause().problems();
        assertEquals(
                List.of("one/dists/s1", "one/dists/s2", "two/dists/s1", "two/dists/s2"),
                problems.stream()
                        .map(problem -> String.valueOf(problem.where())
                                .replaceFirst(".*:1/", "")
                                .replaceFirst("/InRelease.*", ""))
                        .toList());
        assertInstanceOf(Outcome.Published.class, outcomes.get(2));
        assertEquals(
                List.of("pool/main/data_7_amd64.deb"),
                upstream.requests().stream()
                        .filter(path -> path.startsWith("pool"))
                        .toList(),
                "what two mirrors want is fetched once");
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void whatNoMirrorWantsAnyMoreDoesNotStayHalfFetched() throws IOException {
        Path abandoned = Files.createDirectories(home.resolve("store/staging"))
                .resolve(Digest.of(new byte[] {7}).hex() + ".part");
        Files.write(abandoned, new byte[1000]);
        sync();
        assertTrue(Files.exists(abandoned), "another mirror may go on with it");
        assertEquals(1, VerifyStore.verify(store, Progress.NONE).unfinished());
        assertEquals(1000, VerifyStore.verify(store, Progress.NONE).unfinishedBytes());
        sync(List.of(), true);
        assertTrue(Files.exists(abandoned), "a plan changes nothing");
        sync(List.of(), false);
        assertFalse(Files.exists(abandoned));
        assertEquals(0, VerifyStore.verify(store, Progress.NONE).unfinished());
    }

    @Test
    void twoSyncsAtOnceAreKeptApart() {
        StoreWriter other = store.lock();
        Problem problem = assertThrows(ProblemException.class, this::sync).problem();
        assertTrue(problem.what().contains("is being written by"), problem.toString());
        other.close();
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @Test
    void keepsTheNewestThreeGenerations() throws Exception {
        for (int version = 1; version <= 5; version++) {
            upstream.serve(archive().add("app", "2." + version, 100).files());
            now.set(now.get().plusSeconds(60));
            assertInstanceOf(Outcome.Published.class, sync());
        }
        assertEquals(3, store.generations("test").size());
        assertEquals(
                store.generations("test").getLast(), store.currentId("test").orElseThrow());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }
}
