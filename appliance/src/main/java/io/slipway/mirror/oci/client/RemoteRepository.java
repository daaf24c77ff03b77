package io.slipway.mirror.oci.client;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.fetch.Call;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Said;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One repository of a registry, as whoever pulls sees it (distribution-spec "Pull" and "Content Discovery"). */
public final class RemoteRepository {

    /** The specification wants registries to take 4 MiB; some take more. */
    static final int LONGEST_MANIFEST = 16 << 20;

    private static final int MOST_PAGES = 10_000;
    private static final String ACCEPT = String.join(", ", MediaTypes.MANIFESTS);
    private static final String DIGEST = "Docker-Content-Digest";

    private final Fetch fetch;
    private final URI base;
    private final ImageName name;

    RemoteRepository(Fetch fetch, URI base, ImageName name) {
        this.fetch = fetch;
        this.base = base;
        this.name = name;
    }

    public ImageName name() {
        return name;
    }

    /**
     * What a tag or a digest names now; nothing if the registry has no such image. Asks with HEAD, which some registries do not count
     * against a limit of pulls.
     */
    public Optional<Descriptor> resolve(String reference) {
        Said said = fetch.ask(manifestCall("HEAD", reference), LONGEST_MANIFEST);
        if (said.absent()) {
            return Optional.empty();
        }
        Optional<OciDigest> digest = said.header(DIGEST).flatMap(OciDigest::parse);
        Optional<String> length = said.header("Content-Length").filter(text -> text.matches("[0-9]{1,9}"));
        if (said.status() == 200 && digest.isPresent() && length.isPresent()) {
            return Optional.of(new Descriptor(mediaType(said), digest.get(), Long.parseLong(length.get())));
        }
        return find(reference).map(Manifest::self);
    }

    public Manifest manifest(String reference) {
        return find(reference).orElseThrow(() -> absent(reference));
    }

    /** The manifest, verified if its digest was asked for; nothing if there is none. */
    public Optional<Manifest> find(String reference) {
        Call call = manifestCall("GET", reference);
        Said said = fetch.ask(call, LONGEST_MANIFEST);
        if (said.absent()) {
            return Optional.empty();
        }
        if (said.status() != 200) {
            throw refusal(call.uri(), said);
        }
        OciDigest asked = OciDigest.parse(reference).orElse(null);
        OciDigest actual = asked == null ? OciDigest.sha256(said.body()) : asked.of(said.body());
        if (asked != null && !asked.equals(actual)) {
            throw new ClientException(Problem.of("the registry sends another manifest than the one that was asked for")
                    .at(Position.in(call.uri().toString()))
                    .because("its digest is " + actual));
        }
        return Optional.of(Manifest.read(call.uri().toString(), mediaType(said), actual, said.body()));
    }

    /** Where a blob is. */
    public URI blob(OciDigest digest) {
        return at("blobs/" + digest);
    }

    /** A blob from this byte on, while it comes; not verified. */
    public InputStream open(Descriptor blob, long from) {
        return fetch.open(blob(blob.digest()), from, blob.size());
    }

    public boolean hasBlob(OciDigest digest) {
        URI uri = blob(digest);
        Said said = fetch.ask(Call.of("HEAD", uri), LONGEST_MANIFEST);
        if (said.absent()) {
            return false;
        }
        if (!said.ok()) {
            throw refusal(uri, said);
        }
        return true;
    }

    /** What says of itself that it is about this manifest; by the API for it, else by the tag that stands in for it. */
    public List<Descriptor> referrers(OciDigest subject) {
        List<Descriptor> found = new ArrayList<>();
        URI next = at("referrers/" + subject);
        for (int page = 0; page < MOST_PAGES; page++) {
            Said said = fetch.ask(Call.of("GET", next).with("Accept", MediaTypes.OCI_INDEX), LONGEST_MANIFEST);
            if (said.status() != 200 || !mediaType(said).equals(MediaTypes.OCI_INDEX)) {
                return page == 0 ? referrersByTag(subject) : found;
            }
            found.addAll(Manifest.read(next.toString(), mediaType(said), OciDigest.sha256(said.body()), said.body())
                    .manifests());
            Optional<URI> more = Links.next(said, next);
            if (more.isEmpty()) {
                return found;
            }
            next = more.get();
        }
        return found;
    }

    private List<Descriptor> referrersByTag(OciDigest subject) {
        return find(subject.algorithm() + "-" + subject.hex())
                .filter(Manifest::isIndex)
                .map(Manifest::manifests)
                .orElse(List.of());
    }

    /** All tags. */
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        URI next = at("tags/list");
        for (int page = 0; page < MOST_PAGES; page++) {
            Said said = fetch.ask(Call.of("GET", next), LONGEST_MANIFEST);
            if (said.status() != 200) {
                throw refusal(next, said);
            }
            try {
                if (Json.read(next.toString(), said.text()) instanceof Map<?, ?> answer
                        && answer.get("tags") instanceof List<?> list) {
                    list.forEach(tag -> tags.add(String.valueOf(tag)));
                }
            } catch (JsonException e) {
                throw new ClientException(e.problem(), false, e);
            }
            Optional<URI> more = Links.next(said, next);
            if (more.isEmpty()) {
                break;
            }
            next = more.get();
        }
        return tags;
    }

    URI at(String path) {
        return URI.create(base + "/v2/" + name.repository() + "/" + path);
    }

    Fetch fetch() {
        return fetch;
    }

    private Call manifestCall(String method, String reference) {
        return Call.of(method, at("manifests/" + reference)).with("Accept", ACCEPT);
    }

    static String mediaType(Said said) {
        String type = said.header("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    private ClientException absent(String reference) {
        return new ClientException(
                Problem.of("there is no image '" + name + (reference.contains(":") ? "@" : ":") + reference + "'")
                        .at(Position.in(at("manifests/" + reference).toString()))
                        .because("the registry says that it does not exist")
                        .hint("see which tags there are; some registries say the same to those who may not see it"),
                true,
                null);
    }

    ClientException refusal(URI uri, Said said) {
        return Refusal.of(uri, said, fetch.advice(uri));
    }
}
