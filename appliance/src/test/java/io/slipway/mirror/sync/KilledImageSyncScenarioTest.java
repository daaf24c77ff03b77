package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a sync of images: nothing is fetched twice, and nothing half of it is to be seen. */
@Tag("scenario")
class KilledImageSyncScenarioTest {

    private static final int LAYERS = 12;

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private final List<Descriptor> layers = new ArrayList<>();
    private final AtomicReference<Process> child = new AtomicReference<>();

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
    private Set<String> had() throws IOException {
        Set<String> had = new HashSet<>();
        for (Descriptor layer : layers) {
            String name = (layer.digest().isSha256() ? "" : "sha512-") + layer.digest().hex();
            Path staged = store().staging().resolve(name + ".part");
            boolean stored = layer.digest().isSha256()
                    && Files.exists(store().blob(new Digest(layer.digest().hex())));
            if (stored || (Files.exists(staged) && Files.size(staged) == layer.size())) {
                had.add("GET team/app/blobs/" + layer.digest());
            }
        }
        return had;
    }

    @Test
    void theNextSyncGoesOnAndNothingHalfIsPublished() throws Exception {
        Set<String> had = Set.of();
        for (int after : List.of(1_000_000, 700_000, 400_000, 1_900_000)) {
            registry.requests.clear();
            registry.dieInBlob(after, () -> child.get().destroyForcibly());
            assertEquals(137, run(), Files.readString(directory.resolve("child.log")));
            assertNotAskedAgain(had);
            assertTrue(store().current("images").isEmpty(), "nothing is published before all of it is there");
            assertTrue(VerifyStore.verify(store(), Progress.NONE).sound());
            had = had();
        }
        registry.requests.clear();
        registry.dieInBlob(Integer.MAX_VALUE, () -> {});
        assertEquals(0, run(), Files.readString(directory.resolve("child.log")));
        assertNotAskedAgain(had);
        assertTrue(
                registry.requests.stream().anyMatch(each -> each.contains(" bytes=")),
                "what was half there goes on: " + registry.requests);
        assertEquals(1, VerifyStore.verify(store(), Progress.NONE).generations());
        try (Stream<Path> staged = Files.list(store().staging())) {
            assertEquals(List.of(), staged.toList());
        }
    }

    private void assertNotAskedAgain(Set<String> had) {
        Set<String> again = new HashSet<>(registry.requests);
        again.retainAll(had);
        assertEquals(Set.of(), again);
    }
}
