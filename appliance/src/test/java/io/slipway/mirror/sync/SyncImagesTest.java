package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.oci.sync.ImagePlan;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncImagesTest {

    private static final String APP = "registry.example.org/team/app";

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private final TestImages others = new TestImages();
    private Manifest amd64;
    private Manifest arm64;
    private Manifest index;
    private ContentStore store;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectories(directory.resolve("mirrors"));
        store = ContentStore.in(directory.resolve("home/store"));
        amd64 = images.image("amd64", 1, 2);
        arm64 = images.image("arm64", 1, 3);
        index = images.index(Map.of("linux/amd64", amd64, "linux/arm64", arm64));
        images.tag("v1", index);
        others.tag("v7", others.image("amd64", 1, 2));
        registry.serve("team/app", images).serve("team/other", others);
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private void describe(String... lines) throws IOException {
        Files.writeString(
                directory.resolve("mirrors/images.yml"),
                String.join("\n", lines) + "\nregistries:\n  registry.example.org: {uri: '" + registry.uri() + "'}\n");
    }

    private Outcome sync(boolean planOnly, boolean locked) {
        Backoff hasty = new Backoff(3, Duration.ZERO, Duration.ZERO, pause -> {});
        SyncMirrors.Setup setup = new SyncMirrors.Setup(
                directory.resolve("home"),
                directory.resolve("mirrors"),
                InstantSource.system(),
                new SecureRandom(),
                new Fetch.Settings(hasty, 4, Duration.ofSeconds(20), ProxySelector.of(null)),
                hasty,
                Progress.NONE);
        return new SyncMirrors(setup).run(List.of("images"), planOnly, locked).getFirst();
    }

    private Outcome sync() {
        return sync(false, false);
    }

    private Set<String> served() {
        return store.current("images").orElseThrow().served().keySet();
    }

    private List<String> asked(String kind) {
        return registry.requests.stream().filter(each -> each.contains(kind)).toList();
    }

    @Test
    void anIndexComesWithAllItsImagesEachLayerOnce() throws IOException {
        describe("images: ['" + APP + ":v1', registry.example.org/team/other:v7]");
        ImagePlan plan = assertInstanceOf(Outcome.PublishedImages.class, sync()).plan();
        assertEquals(
                List.of(APP + ":v1", "registry.example.org/team/other:v7"),
                plan.items().stream().map(each -> each.image().shown()).toList());
        assertTrue(served().contains(APP + "/tags/v1"));
        assertTrue(served().contains(APP + "/manifests/" + index.self().digest()));
        assertTrue(served().contains(APP + "/manifests/" + arm64.self().digest()));
        List<String> blobs = asked("/blobs/").stream()
                .map(each -> each.replaceAll(".*/", ""))
                .toList();
        assertEquals(blobs.stream().distinct().toList(), blobs, "layers that two repositories share are fetched once");
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void platformsThatAreNotWantedStayAwayAndTheIndexKeepsItsDigest() throws IOException {
        describe("images: ['" + APP + ":v1']", "platforms: linux/amd64");
        sync();
        assertTrue(served().contains(APP + "/manifests/" + index.self().digest()));
        assertTrue(served().contains(APP + "/manifests/" + amd64.self().digest()));
        assertFalse(served().contains(APP + "/manifests/" + arm64.self().digest()));
    }

    @Test
    void aPlatformThatNoImageIsForIsNamedWithThoseThatThereAre() throws IOException {
        describe("images: ['" + APP + ":v1']", "platforms: [linux/riscv64]");
        Problem problem = assertInstanceOf(Outcome.Failed.class, sync()).cause().problem();
        assertEquals("'" + APP + ":v1' has no image for linux/riscv64", problem.what());
        assertTrue(problem.why().contains("linux/amd64") && problem.why().contains("linux/arm64"), problem.why());
    }

    @Test
    void whenNothingIsNewEachTagCostsOneRequest() throws IOException {
        describe("images: ['" + APP + ":v1']");
        sync();
        registry.requests.clear();
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertEquals(List.of("HEAD team/app/manifests/v1"), registry.requests);
        registry.requests.clear();
        assertInstanceOf(Outcome.UpToDate.class, sync(false, true));
        assertEquals(List.of(), registry.requests, "what is locked needs no registry at all");
    }

    @Test
    void aMovedTagIsFollowedUnlessItIsLocked() throws IOException {
        describe("images: [{image: " + APP + ", tags: ['v*']}]");
        sync();
        String lock = Files.readString(directory.resolve("mirrors/images.lock"));
        assertTrue(lock.contains(index.self().digest().toString()) && lock.contains("\"tag\": \"v1\""), lock);
        images.tag("v1", amd64);
        images.tag("v2", arm64);
        assertInstanceOf(Outcome.UpToDate.class, sync(false, true));
        assertInstanceOf(Outcome.PublishedImages.class, sync());
        assertTrue(served().contains(APP + "/tags/v2"));
        assertFalse(served().contains(APP + "/manifests/" + index.self().digest()));
    }

    @Test
    void aPlanFetchesNoLayerAndSaysWhatWouldCome() throws IOException {
        describe("images: ['" + APP + ":v1']");
        ImagePlan plan =
                assertInstanceOf(Outcome.PlannedImages.class, sync(true, false)).plan();
        assertEquals(List.of(), asked("/blobs/"));
        assertTrue(plan.missing() > 30_000, "three layers: " + plan.missing());
        sync();
        assertEquals(
                0,
                assertInstanceOf(Outcome.PlannedImages.class, sync(true, false))
                        .plan()
                        .missing());
    }

    @Test
    void signaturesComeAlong() throws IOException {
        Manifest signature = images.signatureOf(index, false);
        Manifest attestation = images.signatureOf(amd64, true);
        String tag = "sha256-" + index.self().digest().hex() + ".sig";
        images.tag(tag, signature);
        describe("images: ['" + APP + ":v1']");
        ImagePlan plan = assertInstanceOf(Outcome.PublishedImages.class, sync()).plan();
        assertEquals(2, plan.items().getFirst().companions());
        assertTrue(served().contains(APP + "/tags/" + tag));
        assertTrue(served().contains(APP + "/manifests/" + attestation.self().digest()));
    }

    @Test
    void whatIsAboutASignatureComesAlongToo() throws IOException {
        Manifest contents = images.signatureOf(index, true);
        Manifest signature = images.signatureOf(contents, true);
        Manifest bundle = images.index(Map.of("linux/amd64", images.image("s390x", 9)));
        String tag = "sha256-" + contents.self().digest().hex() + ".att";
        images.tag(tag, bundle);
        describe("images: ['" + APP + ":v1']");
        sync();
        assertTrue(served().contains(APP + "/manifests/" + signature.self().digest()));
        assertTrue(served().contains(APP + "/tags/" + tag));
        for (Descriptor child : bundle.manifests()) {
            assertTrue(served().contains(APP + "/manifests/" + child.digest()), "a companion comes whole");
        }
    }

    @Test
    void signaturesAreLookedForByHeadWhichIsNoPull() throws IOException {
        describe("images: ['" + APP + ":v1']");
        sync();
        assertEquals(
                List.of(),
                asked("/manifests/sha256-").stream()
                        .filter(each -> each.startsWith("GET"))
                        .toList());
    }

    @Test
    void anImageByItsDigestIsNotLookedUp() throws IOException {
        describe("images: ['" + APP + "@" + amd64.self().digest() + "']");
        sync();
        assertTrue(
                registry.requests.stream().noneMatch(each -> each.startsWith("HEAD team/app/manifests/sha256:")),
                registry.requests.toString());
        assertTrue(served().contains(APP + "/manifests/" + amd64.self().digest()));
    }

    @Test
    void allThatIsNotThereIsNamedAndWhatWasPublishedStays() throws IOException {
        describe("images: ['" + APP + ":v1']");
        sync();
        describe("images:", "  - " + APP + ":v8", "  - " + APP + ":v9");
        ProblemException cause = assertInstanceOf(Outcome.Failed.class, sync()).cause();
        assertEquals(2, cause.problems().size());
        assertTrue(
                cause.problem().toString().startsWith(directory.resolve("mirrors/images.yml") + ":2:5: there is no"),
                cause.problem().toString());
        assertTrue(served().contains(APP + "/tags/v1"));
    }

    @Test
    void mistakesAreReportedAllAtOnce() throws IOException {
        describe(
                "images:",
                "  - Not/An Image",
                "  - {image: app, tgas: [v1]}",
                "platforms: [amd64]",
                "signatures: maybe");
        ProblemException e = assertThrows(ProblemException.class, this::sync);
        assertEquals(4, e.problems().size(), e.getMessage());
        assertTrue(e.getMessage().contains("did you mean 'tags'?"), e.getMessage());
    }
}
