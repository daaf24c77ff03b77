package io.slipway.mirror.oci.client;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image in a registry. */
public final class FromRegistry implements ImageSource {

    private final RemoteRepository repository;
    private final String reference;

    /** @param reference a tag or a digest */
    public FromRegistry(RemoteRepository repository, String reference) {
        this.repository = repository;
        this.reference = reference;
    }

    @Override
    public Manifest root() {
        return repository.manifest(reference);
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        return repository.find(descriptor.digest().toString());
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        return offset -> repository.open(blob, offset);
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        return companions(repository, subject);
    }

    /** Asks for all that is about a manifest; for tags with HEAD, as most are not there, and some registries count every GET. */
    public static List<Companion> companions(RemoteRepository repository, OciDigest subject) {
        List<Companion> found = new ArrayList<>();
        for (Descriptor each : repository.referrers(subject)) {
            repository
                    .find(each.digest().toString())
                    .ifPresent(manifest -> found.add(new Companion(manifest, Optional.empty())));
        }
        for (String tag : Companion.tagsOf(subject)) {
            repository
                    .resolve(tag)
                    .flatMap(named -> repository.find(named.digest().toString()))
                    .ifPresent(manifest -> found.add(new Companion(manifest, Optional.of(tag))));
        }
        return found;
    }

    @Override
    public void close() {
        // the connections belong to the client
    }
}
