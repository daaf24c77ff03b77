package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Platform;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.oci.places.DebianRegistry;
import io.slipway.mirror.oci.places.Place;
import io.slipway.mirror.oci.places.Ways;
import io.slipway.mirror.oci.pod.PodImages;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images come from Debian's registry, which knows neither referrers nor much else. */
@Tag("scenario")
class SyncImagesScenarioTest {

    @TempDir
    Path directory;

    @Test
    void aListComesOnceAndThenCostsNothing() throws IOException {
        try (DebianRegistry registry = new DebianRegistry(directory.resolve("registry"))) {
            OciDigest image = RunnableImage.write(directory.resolve("source"), "v1", List.of("amd64", "arm64"));
            ContentStore store = ContentStore.in(directory.resolve("home/store"));
            Ways.Setup setup = new Ways.Setup(
                    store, Fetch.Settings.standard(), host -> true, "", InstantSource.system(), Progress.NONE);
            for (String name : List.of("one", "two")) {
                try (Ways ways = new Ways(setup)) {
                    ways.copy(
                            Place.parse("oci:" + directory.resolve("source")),
                            Place.parse("docker://" + registry.host() + "/team/" + name + ":v1"),
                            Platforms.ALL);
                }
            }
            Files.createDirectories(directory.resolve("mirrors"));
            Files.writeString(directory.resolve("mirrors/images.yml"), """
                    images: [{image: %1$s/team/one, tags: [v*]}, '%1$s/team/two:v1']
                    platforms: [linux/amd64]
                    registries: {'%1$s': {uri: '%2$s'}}
                    """.formatted(registry.host(), registry.uri()));
            SyncMirrors mirrors = new SyncMirrors(
                    SyncMirrors.Setup.standard(directory.resolve("home"), directory.resolve("mirrors"), Progress.NONE));
            Outcome first = mirrors.run(List.of(), false).getFirst();
            assertEquals(
                    2,
                    assertInstanceOf(Outcome.PublishedImages.class, first, first::toString)
                            .plan()
                            .items()
                            .size());
            assertInstanceOf(
                    Outcome.UpToDate.class, mirrors.run(List.of(), false).getFirst());
            List<PodImages.Held> held = new PodImages(store).list();
            assertEquals(
                    List.of(image, image),
                    held.stream().map(PodImages.Held::digest).toList());
            assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
            try (Ways ways = new Ways(setup)) {
                Platforms amd64 = new Platforms(List.of(new Platform("linux", "amd64", "")));
                String pod = "pod:" + registry.host() + "/team/one:v1";
                assertEquals(
                        image,
                        ways.copy(Place.parse(pod), Place.parse("oci:" + directory.resolve("out")), amd64)
                                .digest(),
                        "the index is what it was, with one of its images");
            }
        }
    }
}
