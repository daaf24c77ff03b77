package io.slipway.mirror.oci.client;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.fetch.Call;
import io.slipway.mirror.fetch.Said;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;

/** One repository of a registry, as whoever pushes sees it (distribution-spec "Push"). */
public final class PushTo {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RemoteRepository repository;

    PushTo(RemoteRepository repository) {
        this.repository = repository;
    }

    public RemoteRepository repository() {
        return repository;
    }

    /**
     * Sends a blob that the repository does not have, unless the registry can take it over from another one; goes on where a
     * connection broke.
     *
     * @param neighbour a repository of the same registry that has it, probably; without one, the registry may look in all of them
     */
    public void blob(Descriptor blob, BlobBytes content, Optional<ImageName> neighbour) {
        UploadBlob upload = new UploadBlob(repository, blob, content, neighbour);
        repository.fetch().persist(repository.blob(blob.digest()), upload::attempt);
    }

    /** Sends a manifest, byte by byte as it is, after all that it names. */
    public void manifest(String reference, Manifest manifest) {
        URI uri = repository.at("manifests/" + reference);
        Call call = Call.of("PUT", uri)
                .with("Content-Type", manifest.self().mediaType())
                .sending(BodyPublishers.ofByteArray(manifest.content()), PATIENCE);
        Said said = repository.fetch().ask(call, RemoteRepository.LONGEST_MANIFEST);
        if (!said.ok()) {
            throw repository.refusal(uri, said);
        }
        said.header("Docker-Content-Digest")
                .filter(digest -> !digest.equals(manifest.self().digest().toString()))
                .filter(digest -> digest.startsWith(manifest.self().digest().algorithm()))
                .ifPresent(other -> {
                    throw new ClientException(Problem.of("the registry has changed the manifest")
                            .at(Position.in(uri.toString()))
                            .because("it says that its digest is now " + other));
                });
    }
}
