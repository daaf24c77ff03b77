package io.slipway.mirror.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.store.ContentStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs that nobody needs go by themselves; all others stay. */
class PruneBlobsTest {

    private static final byte[] NAMED = TestImages.noise(1, 500);
    private static final byte[] LOOSE = TestImages.noise(2, 500);
    private static final byte[] MANIFEST = ("{\"schemaVersion\":2,\"layers\":[],\"odd\":{\"x\":[\""
                    + OciDigest.sha256(NAMED) + "\"]}}")
            .getBytes(UTF_8);
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path home;

    private ContentStore store;
    private RegistryStore registry;
    private Repository app;

    @BeforeEach
    void push() throws Exception {
        store = ContentStore.in(home);
        registry = RegistryStore.in(store, InstantSource.system(), new Random(1));
        app = registry.repository(RepositoryName.parse("team/app").orElseThrow());
        OciDigest digest = OciDigest.sha256(MANIFEST);
        for (byte[] blob : List.of(NAMED, LOOSE)) {
            app.putBlob(OciDigest.sha256(blob), blob);
        }
        app.putManifest(ManifestFacts.read("application/x+json", digest, MANIFEST), MANIFEST, List.of("v1"));
    }

    private boolean there(byte[] blob) {
        return app.seen(OciDigest.sha256(blob)).isPresent();
    }

    private void age() throws Exception {
        try (var holds = Files.list(home.resolve("holds/team%app/blobs"))) {
            for (Path hold : holds.toList()) {
                Files.setLastModifiedTime(hold, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
            }
        }
    }

    @Test
    void looseOnesGoWhenNobodyHasAskedForThemForLong() throws Exception {
        assertEquals(0, registry.prune(DAY), "they are young");
        age();
        assertTrue(app.blob(OciDigest.sha256(LOOSE)).isPresent());
        assertEquals(0, registry.prune(DAY), "somebody was just told that it is there");
        age();
        assertEquals(1, registry.prune(DAY));
        assertTrue(there(NAMED), "wherever in a manifest it is named");
        assertFalse(there(LOOSE));
    }

    @Test
    void blobsGoAfterTheirManifest() throws Exception {
        app.deleteManifest(OciDigest.sha256(MANIFEST), java.util.Optional.empty());
        age();
        assertEquals(2, registry.prune(DAY));
    }

    @Test
    void nothingGoesWhileAManifestCannotBeRead() throws Exception {
        age();
        Files.delete(store.blob(
                new io.slipway.common.Digest(OciDigest.sha256(MANIFEST).hex())));
        assertEquals(0, registry.prune(DAY));
        assertTrue(there(NAMED) && there(LOOSE));
    }
}
