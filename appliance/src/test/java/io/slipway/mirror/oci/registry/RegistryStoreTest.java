package io.slipway.mirror.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryStoreTest {

    private static final CollectGarbage.Rules NO_GRACE = new CollectGarbage.Rules(1, Duration.ZERO);
    private static final byte[] CONTENT = TestImages.noise(3, 5000);
    private static final OciDigest DIGEST = OciDigest.sha256(CONTENT);

    @TempDir
    Path home;

    private ContentStore store;
    private RegistryStore registry;

    @BeforeEach
    void open() {
        store = ContentStore.in(home);
        registry = RegistryStore.in(store, InstantSource.system(), new Random(1));
    }

    private Repository repository(String name) {
        return registry.repository(RepositoryName.parse(name).orElseThrow());
    }

    private void age(OciDigest digest) throws Exception {
        Path blob = store.blob(new io.slipway.common.Digest(digest.hex()));
        Files.setLastModifiedTime(blob, FileTime.from(Instant.EPOCH));
    }

    private CollectGarbage.Report collect() {
        return CollectGarbage.collect(store, NO_GRACE, Progress.NONE);
    }

    @Test
    void collectionLeavesWhatARepositoryHoldsAndTakesTheRest() throws Exception {
        repository("one").putBlob(DIGEST, CONTENT);
        repository("two").putBlob(DIGEST, CONTENT);
        byte[] manifest = "{\"schemaVersion\":2}".getBytes(UTF_8);
        OciDigest id = OciDigest.sha256(manifest);
        repository("one").putManifest(ManifestFacts.read("application/x+json", id, manifest), manifest, List.of("v1"));
        age(DIGEST);
        age(id);
        assertEquals(0, collect().blobs());
        assertTrue(repository("one").deleteBlob(DIGEST));
        assertEquals(0, collect().blobs(), "the other one still holds it");
        assertTrue(repository("two").deleteBlob(DIGEST));
        assertEquals(1, collect().blobs());
        assertArrayEquals(
                manifest,
                repository("one").content(repository("one").tagged("v1").orElseThrow()));
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void blobOfADamagedStoreIsNotThereAndVerificationSaysSo() throws Exception {
        repository("one").putBlob(DIGEST, CONTENT);
        Files.delete(store.blob(new io.slipway.common.Digest(DIGEST.hex())));
        assertTrue(repository("one").blob(DIGEST).isEmpty());
        assertFalse(VerifyStore.verify(store, Progress.NONE).sound());
        repository("one").putBlob(DIGEST, CONTENT);
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound(), "a push mends it");
    }

    @Test
    void anotherProcessSeesEveryChangeAtOnce() {
        RegistryStore other = RegistryStore.in(ContentStore.in(home), InstantSource.system(), new Random(2));
        RepositoryName name = RepositoryName.parse("quay.io/team/app").orElseThrow();
        assertFalse(other.repository(name).exists());
        registry.repository(name).putBlob(DIGEST, CONTENT);
        assertTrue(other.repository(name).blob(DIGEST).isPresent());
        assertEquals(List.of(name), other.repositories());
    }

    @Test
    void whatASyncHasPublishedIsThereBesideWhatWasPushed() throws Exception {
        TestImages images = new TestImages();
        var image = images.image("amd64", 1);
        Map<String, Generation.Entry> served = new TreeMap<>();
        try (StoreWriter writer = store.lock("test")) {
            images.blobs()
                    .forEach((digest, bytes) -> served.put("nvcr.io/nvidia/cuda/blobs/" + digest, writer.put(bytes)));
            Generation.Entry root = writer.put(image.content());
            served.put("nvcr.io/nvidia/cuda/manifests/" + image.self().digest(), root);
            served.put("nvcr.io/nvidia/cuda/tags/12.4", root);
            writer.publish(Generation.of("images", Instant.now(), Map.of("images", "1"), served, Map.of()));
        }
        Repository cuda = repository("nvcr.io/nvidia/cuda");
        assertTrue(cuda.exists());
        assertEquals(image.self().digest(), cuda.tagged("12.4").orElseThrow().digest());
        assertEquals(image.self().mediaType(), cuda.tagged("12.4").orElseThrow().mediaType());
        assertTrue(cuda.blob(image.blobs().getFirst().digest()).isPresent());
        cuda.putManifest(
                ManifestFacts.read("", image.self().digest(), image.content()), image.content(), List.of("mine"));
        assertEquals(List.of("12.4", "mine"), cuda.tags());
        store.forget("images");
        collect();
        assertTrue(cuda.tagged("12.4").isEmpty());
        assertTrue(cuda.blob(image.blobs().getLast().digest()).isPresent(), "what was pushed keeps what it needs");
    }

    @Test
    void theHostsPortIsWrittenAsClientsCanAskForIt() {
        RepositoryName name = RepositoryName.parse("localhost:5000/team/app").orElseThrow();
        assertEquals("localhost__5000/team/app", name.spelled());
        assertEquals(name, RepositoryName.parse(name.spelled()).orElseThrow());
        assertEquals(name, RepositoryName.of("localhost:5000", "team/app").orElseThrow());
        assertEquals(
                "team/a__5000/b",
                RepositoryName.parse("team/a__5000/b").orElseThrow().text());
        assertEquals(
                "localhost__500000/app",
                RepositoryName.parse("localhost__500000/app").orElseThrow().text(),
                "no port has six digits");
    }

    @Test
    void anIndexOfAnIndexOfManyMoreIsListed() {
        Repository app = repository("team/app");
        byte[] content = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(UTF_8);
        int depth = 600;
        for (int i = 0; i < depth; i++) {
            OciDigest digest = OciDigest.sha256(content);
            app.putManifest(ManifestFacts.read(MediaTypes.OCI_INDEX, digest, content), content, List.of("deep"));
            content = ("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + MediaTypes.OCI_INDEX
                            + "\",\"digest\":\"" + digest + "\",\"size\":" + content.length + "}]}")
                    .getBytes(UTF_8);
        }
        AtomicInteger contents = new AtomicInteger();
        // on a small stack, so that few indexes are as good as many
        Thread reader = new Thread(
                null,
                () -> contents.set(
                        PushedImages.of(registry).getFirst().contents().size()),
                "reader",
                256 * 1024);
        reader.start();
        assertDoesNotThrow(() -> reader.join());
        assertEquals(depth, contents.get());
    }
}
