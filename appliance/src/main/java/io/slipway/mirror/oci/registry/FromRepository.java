package io.slipway.mirror.oci.registry;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** An image that was pushed, to copy from. */
final class FromRepository implements ImageSource {

    private final ContentStore store;
    private final Repository repository;
    private final StoredManifest root;

    FromRepository(ContentStore store, Repository repository, StoredManifest root) {
        this.store = store;
        this.repository = repository;
        this.root = root;
    }

    @Override
    public Manifest root() {
        return read(root);
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        return repository.manifest(descriptor.digest()).map(this::read);
    }

    private Manifest read(StoredManifest stored) {
        return Manifest.read(
                repository.name() + "@" + stored.digest(),
                stored.mediaType(),
                stored.digest(),
                repository.content(stored));
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        Generation.Entry entry = repository
                .seen(blob.digest())
                .orElseThrow(() -> new RegistryException(
                        ErrorCode.BLOB_UNKNOWN,
                        Problem.of("the store does not have all of '" + repository.name() + "'")
                                .because("the blob " + blob.digest() + " is not there")));
        return offset -> {
            InputStream in = Files.newInputStream(store.blob(entry.digest()));
            in.skipNBytes(offset);
            return in;
        };
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        List<Companion> found = new ArrayList<>();
        for (String tag : Companion.tagsOf(subject)) {
            repository
                    .tagged(tag)
                    .map(stored -> new Companion(read(stored), Optional.of(tag)))
                    .ifPresent(found::add);
        }
        Set<OciDigest> tagged =
                found.stream().map(each -> each.manifest().self().digest()).collect(Collectors.toSet());
        repository.referrers(subject).stream()
                .filter(stored -> !tagged.contains(stored.digest()))
                .forEach(stored -> found.add(new Companion(read(stored), Optional.empty())));
        return found;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
