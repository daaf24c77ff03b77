package io.slipway.mirror.oci.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.store.ContentStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients have pushed can be copied elsewhere. */
class PushedImagesTest {

    @TempDir
    Path home;

    private RegistryStore registry;
    private final TestImages images = new TestImages();
    private final Manifest image = images.image("amd64", 1);

    @BeforeEach
    void open() {
        registry = RegistryStore.in(ContentStore.in(home), InstantSource.system(), new Random(1));
    }

    private void push(String name) {
        Repository repository = registry.repository(RepositoryName.parse(name).orElseThrow());
        images.blobs()
                .forEach((digest, content) ->
                        repository.putBlob(OciDigest.parse(digest).orElseThrow(), content));
        repository.putManifest(
                ManifestFacts.read("", image.self().digest(), image.content()), image.content(), List.of("v1"));
    }

    private Optional<ImageSource> source(String reference) {
        return PushedImages.source(registry, Reference.parse(reference).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "app, app:v1",
        "team/app, team/app:v1",
        "nvcr.io/nvidia/cuda, nvcr.io/nvidia/cuda:v1",
        "docker.io/library/debian, debian:v1",
        "localhost:5000/app, localhost:5000/app:v1"
    })
    void anImageIsFoundByTheNameThatItWasPushedAs(String pushed, String asked) throws Exception {
        push(pushed);
        try (ImageSource source = source(asked).orElseThrow()) {
            assertArrayEquals(image.content(), source.root().content());
            for (Descriptor blob : image.blobs()) {
                try (var in = source.blob(blob).from(1)) {
                    assertEquals(blob.size() - 1, in.readAllBytes().length);
                }
            }
        }
    }

    @Test
    void byItsDigestToo() {
        push("team/app");
        assertTrue(source("team/app@" + image.self().digest()).isPresent());
        assertTrue(source("team/app:v2").isEmpty());
        assertTrue(source("team/app").isEmpty(), "latest");
        assertTrue(source("example.org/team/app:v1").isEmpty());
    }
}
