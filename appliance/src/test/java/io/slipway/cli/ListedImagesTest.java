package io.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.registry.ManifestFacts;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Repository;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.mirror.sync.SyncMirrors;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway image list} of what was pushed. */
class ListedImagesTest {

    @TempDir
    Path home;

    private void push(String name, String tag, byte[]... layers) {
        RegistryStore registry = RegistryStore.in(SyncMirrors.storeIn(home), InstantSource.system(), new Random(1));
        Repository repository = registry.repository(RepositoryName.parse(name).orElseThrow());
        List<Map<String, Object>> descriptors = new java.util.ArrayList<>();
        for (byte[] layer : layers) {
            repository.putBlob(OciDigest.sha256(layer), layer);
            descriptors.add(Map.of(
                    "mediaType",
                    "application/octet-stream",
                    "digest",
                    OciDigest.sha256(layer).toString(),
                    "size",
                    layer.length));
        }
        byte[] manifest =
                Json.write(Map.of("schemaVersion", 2, "layers", descriptors)).getBytes(UTF_8);
        OciDigest digest = OciDigest.sha256(manifest);
        repository.putManifest(ManifestFacts.read("", digest, manifest), manifest, List.of(tag));
    }

    @Test
    void pushedImagesAreListedWithTheirSizesAndWhatTheyShare() {
        byte[] shared = TestImages.noise(1, 5000);
        push("team/app", "v1", shared, TestImages.noise(2, 1000));
        push("quay.io/team/other", "v2", shared);
        Slipway.Said said = new Slipway(home).run("image", "list", "--output", "json");
        List<?> images = (List<?>) ((Map<?, ?>) Json.read("out", said.out())).get("images");
        assertEquals(2, images.size(), said.toString());
        Map<?, ?> other = (Map<?, ?>) images.getFirst();
        Map<?, ?> app = (Map<?, ?>) images.getLast();
        assertEquals("quay.io/team/other", other.get("name"));
        assertEquals(true, other.get("pushed"));
        assertEquals(5000L, other.get("shared"));
        assertEquals("v1", app.get("tag"));
        assertEquals(5000L, app.get("shared"));
        assertTrue((Long) app.get("size") > 6000, app.toString());
        String text = new Slipway(home).run("image", "list", "team/app").out();
        assertTrue(text.startsWith("team/app:v1 ") && text.contains(" shared  pushed\n"), text);
        assertTrue(text.contains("\n1 image, "), text);
    }
}
