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
import java.util.Optional;
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
    private final OtherDigests others;
    private final SortedMap<String, Generation.Entry> served;

    public ToPod(StoreWriter store, Reference name, InstantSource clock) {
        this.store = store;
        this.name = name;
        this.clock = clock;
        Optional<Generation> before = store.store().current(IMPORTED);
        this.others = new OtherDigests(store).knowing(before);
        this.served =
                before.map(generation -> new TreeMap<>(generation.served())).orElseGet(TreeMap::new);
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public boolean has(Descriptor blob) {
        Optional<Generation.Entry> there = others.find(blob).filter(store::has);
        there.ifPresent(entry -> serve(ImagePaths.blob(name.name(), blob.digest()), entry));
        return there.isPresent();
    }

    private synchronized void serve(String path, Generation.Entry entry) {
        served.put(path, entry);
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        serve(ImagePaths.blob(name.name(), blob.digest()), kept(blob, content));
    }

    private Generation.Entry kept(Descriptor blob, BlobBytes content) {
        if (!blob.digest().isSha256()) {
            return others.put(blob, content);
        }
        Generation.Entry entry = ImagePaths.entry(blob);
        try (InputStream in = content.from(0)) {
            KeepInStore.put(store, entry, in);
            return entry;
        } catch (IOException e) {
            throw new PodException(
                    Problem.of("the blob " + blob.digest() + " cannot be imported")
                            .because(IoReason.of(e)),
                    e);
        }
    }

    @Override
    public void manifest(Manifest manifest) {
        Generation.Entry entry = others.put(manifest.self().digest(), manifest.content());
        serve(ImagePaths.manifest(name.name(), manifest.self().digest()), entry);
    }

    @Override
    public void companion(Companion companion) {
        manifest(companion.manifest());
        companion.tag().ifPresent(tag -> tag(tag, companion.manifest()));
    }

    @Override
    public void root(Manifest manifest) {
        manifest(manifest);
        name.tag().ifPresent(tag -> tag(tag, manifest));
        store.publish(Generation.of(IMPORTED, clock.instant(), Map.of(ImagePaths.NOTE, "1"), served, Map.of()));
        others.published();
    }

    /** What a tag names is there by its SHA-256, too. */
    private void tag(String tag, Manifest manifest) {
        others.find(manifest.self()).ifPresent(entry -> {
            serve(ImagePaths.tag(name.name(), tag), entry);
            serve(ImagePaths.manifest(name.name(), ImagePaths.digest(entry)), entry);
        });
    }

    @Override
    public void close() {
        // the writer belongs to who opened it
    }
}
