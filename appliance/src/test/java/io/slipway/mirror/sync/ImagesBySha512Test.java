package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.oci.places.Place;
import io.slipway.mirror.oci.places.Ways;
import io.slipway.mirror.oci.pod.PodImages;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Repository;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The store knows everything by SHA-256; images need not. */
class ImagesBySha512Test {

    private static final String APP = "registry.example.org/team/app";

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final TestImages images = new TestImages();
    private Descriptor layer;
    private Manifest image;
    private ContentStore store;

    @BeforeEach
    void prepare() throws IOException {
        store = ContentStore.in(directory.resolve("home/store"));
        layer = images.blob512(TestImages.LAYER, TestImages.noise(5, 300_000));
        Descriptor config = images.blob(TestImages.CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
        image = images.known512(images.manifest(MediaTypes.OCI_MANIFEST, config, List.of(layer), Optional.empty()));
        images.tag("v1", image);
        registry.serve("team/app", images);
        Files.createDirectories(directory.resolve("mirrors"));
        Files.writeString(directory.resolve("mirrors/images.yml"), """
                images: ['%s:v1']
                registries: {registry.example.org: {uri: '%s'}}
                """.formatted(APP, registry.uri()));
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Outcome sync() {
        Backoff hasty = new Backoff(3, Duration.ZERO, Duration.ZERO, pause -> {});
        SyncMirrors.Setup setup = new SyncMirrors.Setup(
                directory.resolve("home"),
                directory.resolve("mirrors"),
                InstantSource.system(),
                new SecureRandom(),
                new Fetch.Settings(hasty, 4, Duration.ofSeconds(20), ProxySelector.of(null)),
                hasty,
                Progress.NONE);
        return new SyncMirrors(setup).run(List.of("images"), false, false).getFirst();
    }

    private List<String> blobsAskedFor() {
        return registry.requests.stream()
                .filter(each -> each.contains("/blobs/"))
                .toList();
    }

    private List<String> staged() throws IOException {
        try (Stream<Path> files = Files.list(store.staging())) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Test
    void oneThatTheDiskCannotTakeIsRefusedBeforeAnyOfItComes() throws IOException {
        for (long size : List.of(1L << 50, Long.MAX_VALUE)) {
            Descriptor config = images.blob(TestImages.CONFIG, "{}".getBytes(StandardCharsets.UTF_8));
            Descriptor huge = new Descriptor(TestImages.LAYER, layer.digest(), size);
            images.tag(
                    "v1",
                    images.known512(images.manifest(MediaTypes.OCI_MANIFEST, config, List.of(huge), Optional.empty())));
            Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, sync());
            assertTrue(failed.cause().problem().what().contains("not enough room"), failed.toString());
            assertEquals(List.of(), blobsAskedFor());
        }
    }

    private void leftByACrash(byte[] content) throws IOException {
        Files.write(
                Files.createDirectories(store.staging())
                        .resolve("sha512-" + layer.digest().hex() + ".part"),
                content);
    }

    @Test
    void itIsServedByItsTagAndByBothDigests() throws IOException {
        Outcome first = sync();
        assertInstanceOf(Outcome.PublishedImages.class, first, first::toString);
        Repository served = RegistryStore.in(store, InstantSource.system(), new Random(1))
                .repository(RepositoryName.parse(APP).orElseThrow());
        var byTag = served.tagged("v1").orElseThrow();
        assertEquals(
                byTag.entry(),
                served.manifest(image.self().digest()).orElseThrow().entry());
        assertArrayEquals(image.content(), served.content(byTag));
        Generation.Entry blob = served.blob(layer.digest()).orElseThrow();
        assertArrayEquals(images.blobs().get(layer.digest().toString()), Files.readAllBytes(store.blob(blob.digest())));
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        assertEquals(List.of(), staged(), "nothing is left over");
    }

    @Test
    void theSecondSyncFetchesNothing() throws IOException {
        sync();
        registry.requests.clear();
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertEquals(List.of("HEAD team/app/manifests/v1"), registry.requests);
        Path description = directory.resolve("mirrors/images.yml");
        Files.writeString(description, Files.readString(description) + "# another text\n");
        assertInstanceOf(Outcome.PublishedImages.class, sync());
        assertEquals(List.of(), blobsAskedFor(), "what was published is known by both names");
    }

    @Test
    void whatCameBeforeACrashIsNotFetchedAgain() throws IOException {
        leftByACrash(Arrays.copyOf(images.blobs().get(layer.digest().toString()), 200_000));
        assertInstanceOf(Outcome.PublishedImages.class, sync());
        assertTrue(
                blobsAskedFor().contains("GET team/app/blobs/" + layer.digest() + " bytes=200000-"),
                blobsAskedFor().toString());
    }

    @Test
    void whatCameWrongBeforeACrashIsFetchedAnew() throws IOException {
        leftByACrash(new byte[200_000]);
        assertInstanceOf(Outcome.PublishedImages.class, sync());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void whatIsNotWhatItsDigestSaysIsRefused() {
        images.blobs().put(layer.digest().toString(), TestImages.noise(6, 300_000));
        Problem problem = assertInstanceOf(Outcome.Failed.class, sync()).cause().problem();
        assertEquals("the blob " + layer.digest() + " cannot be stored", problem.what());
        assertTrue(store.current("images").isEmpty());
    }

    @Test
    void itIsCopiedOutOfTheStoreAndInAgain() {
        sync();
        copy("pod:" + APP + ":v1", "oci:" + directory + "/out:v1");
        copy("oci:" + directory + "/out:v1", "pod:registry.example.org/other:v1");
        copy("pod:registry.example.org/other:v1", "oci:" + directory + "/again:v1");
        assertEquals(2, new PodImages(store).list().size());
        Reference other = Reference.parse("registry.example.org/other:v1").orElseThrow();
        assertEquals(
                layer.digest(),
                new PodImages(store).source(other).root().blobs().getLast().digest());
    }

    private void copy(String from, String to) {
        Ways.Setup setup = new Ways.Setup(
                store, Fetch.Settings.standard(), host -> false, "", InstantSource.system(), Progress.NONE);
        try (Ways ways = new Ways(setup)) {
            ways.copy(Place.parse(from), Place.parse(to), Platforms.ALL);
        }
    }
}
