package io.slipway.mirror.sync;

import io.slipway.mirror.oci.sync.ImageLock;
import io.slipway.mirror.oci.sync.SyncImages;
import io.slipway.mirror.store.StoreWriter;
import java.util.Optional;

/** Brings one list of images up to date, with its lock. */
final class SyncImageList {

    private SyncImageList() {}

    static Outcome run(
            SyncMirrors.Setup setup,
            StoreWriter store,
            Description.Images description,
            boolean planOnly,
            boolean locked) {
        Optional<ImageLock> lock = locked
                ? Optional.of(ImageLock.read(
                        LockFile.place(description, setup.home()).toString(), Lock.text(description, setup.home())))
                : Optional.empty();
        SyncImages sync = new SyncImages(store, description.list(), setup.fetch(), setup.clock(), setup.progress());
        return switch (sync.run(planOnly, lock)) {
            case SyncImages.Result.UpToDate(String generation) -> new Outcome.UpToDate(description.name(), generation);
            case SyncImages.Result.Planned(var plan) -> new Outcome.PlannedImages(plan);
            case SyncImages.Result.Published(var plan, String generation, var images) -> {
                if (!locked) {
                    LockFile.write(description, setup.home(), ImageLock.text(description.name(), images));
                }
                yield new Outcome.PublishedImages(plan, generation);
            }
        };
    }
}
