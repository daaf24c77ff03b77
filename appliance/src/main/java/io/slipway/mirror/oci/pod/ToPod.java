package io.slipway.mirror.oci.pod;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageTarget;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A place for an image in the pod's store, beside all others that were imported by hand. */
public final class ToPod implements ImageTarget {

    /** The generation that holds what was imported. */
    public static final String IMPORTED = "imported-images";

    private static final int AT_ONCE = 4;

    private final StoreWriter store;
    private final Reference name;
    private final InstantSource clock;
    private final SortedMap<String, Generation.Entry> served;

    public ToPod(StoreWriter store, Reference name, InstantSource clock) {
        this.store = store;
        this.name = name;
        this.clock = clock;
        this.served = store.store()
                .current(IMPORTED)
                .map(before -> new TreeMap<>(before.served()))
                .orElseGet(TreeMap::new);
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public boolean has(Descriptor blob) {
        requireSha256(blob);
        boolean there = store.has(ImagePaths.entry(blob));
        if (there) {
            serve(ImagePaths.blob(name.name(), blob.digest()), blob);
        }
        return there;
    }

    private void requireSha256(Descriptor descriptor) {
        if (!descriptor.digest().algorithm().equals("sha256")) {
            throw new PodException(
                    Problem.of("'" + name + "' cannot be imported")
                            .because("it names " + descriptor.digest() + ", and the store knows SHA-256 only"),
                    null);
        }
    }

    private synchronized void serve(String path, Descriptor descriptor) {
        served.put(path, ImagePaths.entry(descriptor));
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        try (InputStream in = content.from(0)) {
            KeepInStore.put(store, ImagePaths.entry(blob), in);
        } catch (IOException e) {
            throw new PodException(
                    Problem.of("the blob " + blob.digest() + " cannot be imported")
                            .because(IoReason.of(e)),
                    e);
        }
        serve(ImagePaths.blob(name.name(), blob.digest()), blob);
    }

    @Override
    public void manifest(Manifest manifest) {
        requireSha256(manifest.self());
        store.put(manifest.content());
        serve(ImagePaths.manifest(name.name(), manifest.self().digest()), manifest.self());
    }

    @Override
    public void companion(Companion companion) {
        manifest(companion.manifest());
        companion
                .tag()
                .ifPresent(tag -> serve(
                        ImagePaths.tag(name.name(), tag), companion.manifest().self()));
    }

    @Override
    public void root(Manifest manifest) {
        manifest(manifest);
        name.tag().ifPresent(tag -> serve(ImagePaths.tag(name.name(), tag), manifest.self()));
        store.publish(Generation.of(IMPORTED, clock.instant(), Map.of(ImagePaths.NOTE, "1"), served, Map.of()));
    }

    @Override
    public void close() {
        // the writer belongs to who opened it
    }
}
