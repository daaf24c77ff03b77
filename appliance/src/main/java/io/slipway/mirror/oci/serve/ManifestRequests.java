package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.ManifestFacts;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Repository;
import io.slipway.mirror.oci.registry.StoredManifest;
import io.slipway.server.Request;
import io.slipway.server.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code /v2/NAME/manifests/REFERENCE}: by tag or by digest, never changed by a byte. */
final class ManifestRequests {

    /** More than this at once is a mistake. */
    private static final int MOST_TAGS = 100;

    private final RegistryStore registry;
    private final RecentManifests recent;

    ManifestRequests(RegistryStore registry) {
        this.registry = registry;
        this.recent = new RecentManifests(registry);
    }

    /** From memory, without waiting for anything. */
    Optional<Response> getAtOnce(Call call) {
        return recent.find(call.name(), call.last());
    }

    Response get(Call call) {
        Repository repository = registry.repository(call.name());
        Optional<OciDigest> digest = digest(call.last());
        if (digest.isEmpty() && !Reference.isTag(call.last())) {
            throw unknown();
        }
        return recent.look(
                        call.name(),
                        call.last(),
                        digest.isPresent() ? Optional.empty() : Optional.of(repository.tagFile(call.last())),
                        () -> digest.isPresent() ? repository.manifest(digest.get()) : repository.tagged(call.last()))
                .orElseThrow(ManifestRequests::unknown);
    }

    /** Nothing for what can only be a tag. */
    private static Optional<OciDigest> digest(String reference) {
        return reference.indexOf(':') < 0 ? Optional.empty() : Optional.of(Call.digest(reference));
    }

    Response put(Call call) {
        Request request = call.request();
        Optional<OciDigest> asked = digest(call.last());
        Set<String> tags = new LinkedHashSet<>(request.parameters().apply("tag"));
        if (tags.size() > MOST_TAGS) {
            throw new RegistryException(ErrorCode.TAG_INVALID, 414, "more than " + MOST_TAGS + " tags at once");
        }
        List<String> extra = List.copyOf(tags);
        if (asked.isEmpty()) {
            tags.add(call.last());
        }
        if (!tags.stream().allMatch(Reference::isTag)) {
            throw new RegistryException(ErrorCode.TAG_INVALID, "this is no tag");
        }
        byte[] content = content(request);
        OciDigest digest = asked.orElseGet(() -> OciDigest.sha256(content));
        ManifestFacts facts = ManifestFacts.read(mediaType(request), digest, content);
        registry.repository(call.name()).putManifest(facts, content, tags);
        List<Response.Header> headers = new ArrayList<>();
        headers.add(header("Location", call.location("manifests/" + digest)));
        headers.add(header("Docker-Content-Digest", digest.toString()));
        facts.subject().ifPresent(subject -> headers.add(header("OCI-Subject", subject.toString())));
        extra.forEach(tag -> headers.add(header("OCI-Tag", tag)));
        return new Response.With(headers, Response.empty(201));
    }

    private static String mediaType(Request request) {
        String said = request.header("content-type").orElse("");
        return said.split(";", 2)[0].strip();
    }

    private static byte[] content(Request request) {
        try (InputStream body = request.body().get()) {
            byte[] content = body.readNBytes(ManifestFacts.LARGEST);
            if (body.read() >= 0) {
                throw new RegistryException(
                        ErrorCode.SIZE_INVALID, 413, "a manifest has no more than " + ManifestFacts.LARGEST + " bytes");
            }
            return content;
        } catch (IOException e) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_INVALID,
                    Problem.of("the manifest ended too early").because(String.valueOf(e.getMessage())));
        }
    }

    Response delete(Call call) {
        Repository repository = registry.repository(call.name());
        Optional<OciDigest> digest = digest(call.last());
        Optional<OciDigest> meant = digest.isPresent() || !Reference.isTag(call.last())
                ? digest
                : repository.tagged(call.last()).map(StoredManifest::digest);
        boolean deleted = digest.isPresent()
                ? delete(repository, digest.get())
                : Reference.isTag(call.last()) && repository.deleteTag(call.last());
        if (!deleted) {
            throw unknown();
        }
        return new Response.With(
                meant.map(id -> header("Docker-Content-Digest", id.toString())).stream()
                        .toList(),
                Response.empty(202));
    }

    private static boolean delete(Repository repository, OciDigest digest) {
        Optional<StoredManifest> manifest = repository.manifest(digest);
        return manifest.isPresent()
                && repository.deleteManifest(
                        digest, facts(repository, manifest.get()).subject());
    }

    static ManifestFacts facts(Repository repository, StoredManifest manifest) {
        return ManifestFacts.read(manifest.mediaType(), manifest.digest(), repository.content(manifest));
    }

    private static RegistryException unknown() {
        return new RegistryException(ErrorCode.MANIFEST_UNKNOWN, "this repository has no such manifest");
    }
}
