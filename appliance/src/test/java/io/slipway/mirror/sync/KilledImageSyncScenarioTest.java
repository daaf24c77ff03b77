package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a sync of images: nothing is fetched twice, and nothing half of it is to be seen. */
@Tag("scenario")
class KilledImageSyncScenarioTest {

    private static final int LAYERS = 24;

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private final List<Descriptor> layers = new ArrayList<>();
    private final AtomicReference<Process> child = new AtomicReference<>();
    private volatile Set<String> had = Set.of();

    @BeforeEach
    void prepare() throws IOException {
        Descriptor config = images.blob(TestImages.CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < LAYERS; i++) {
            byte[] content = TestImages.noise(i, 2_000_000);
            layers.add(i % 6 == 0 ? images.blob512(TestImages.LAYER, content) : images.blob(TestImages.LAYER, content));
        }
        Manifest image = images.manifest(MediaTypes.OCI_MANIFEST, config, layers, Optional.empty());
        images.signatureOf(image, true);
        images.tag("v1", image);
        registry.serve("team/app", images);
        Files.createDirectories(directory.resolve("mirrors"));
        Files.writeString(directory.resolve("mirrors/images.yml"), """
                images: ['registry.example.org/team/app:v1']
                registries: {registry.example.org: {uri: '%s'}}
                """.formatted(registry.uri()));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private int run() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledSyncScenarioTest.Child.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("child.log").toFile())
                .start();
        child.set(process);
        return process.waitFor();
    }

    private ContentStore store() {
        return ContentStore.in(directory.resolve("home/store"));
    }

    /** What of the layers is whole on the disk, in its place or on the way there. */
    private Set<String> whole() {
        Set<String> whole = new HashSet<>();
        for (Descriptor layer : layers) {
            Path staged = part(layer.digest());
            boolean stored = layer.digest().isSha256()
                    && Files.exists(store().blob(new Digest(layer.digest().hex())));
            if (stored || staged.toFile().length() == layer.size()) {
                whole.add("GET team/app/blobs/" + layer.digest());
            }
        }
        return whole;
    }

    @Test
    void theNextSyncGoesOnAndNothingHalfIsPublished() throws Exception {
        for (int after : List.of(900_000, 500_000, 200_000, 100_000)) {
            registry.requests.clear();
            registry.breakOff(after, 2, this::killOnceSomeOfItIsThere);
            assertEquals(137, run(), Files.readString(directory.resolve("child.log")));
            assertNothingIsAskedForAgain();
            assertTrue(store().current("images").isEmpty(), "nothing is published before all of it is there");
            assertTrue(VerifyStore.verify(store(), Progress.NONE).sound());
            had = whole();
        }
        registry.requests.clear();
        registry.breakOff(Integer.MAX_VALUE, 0, digest -> {});
        assertEquals(0, run(), Files.readString(directory.resolve("child.log")));
        assertNothingIsAskedForAgain();
        assertTrue(had.size() >= 3, "the kills came in the middle: " + had.size());
        assertTrue(
                registry.requests.stream().anyMatch(each -> each.contains(" bytes=")),
                "what was half there goes on: " + registry.requests);
        assertEquals(1, VerifyStore.verify(store(), Progress.NONE).generations());
        try (Stream<Path> staged = Files.list(store().staging())) {
            assertEquals(List.of(), staged.toList());
        }
    }

    private void killOnceSomeOfItIsThere(String digest) {
        Path part = part(OciDigest.parse(digest).orElseThrow());
        Instant end = Instant.now().plusSeconds(20);
        while ((part.toFile().length() == 0 || whole().size() <= had.size())
                && child.get().isAlive()
                && Instant.now().isBefore(end)) {
            LockSupport.parkNanos(1_000_000);
        }
        child.get().destroyForcibly();
    }

    private Path part(OciDigest digest) {
        return store().staging().resolve((digest.isSha256() ? "" : "sha512-") + digest.hex() + ".part");
    }

    private void assertNothingIsAskedForAgain() {
        Set<String> again = new HashSet<>(registry.requests);
        again.retainAll(had);
        assertEquals(Set.of(), again);
    }
}
