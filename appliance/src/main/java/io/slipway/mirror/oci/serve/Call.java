package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.ErrorCode;
import io.slipway.mirror.oci.registry.RegistryException;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.server.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request to a registry is about.
 *
 * @param name of the repository, with the host that {@code ?ns=} tells
 * @param asked the name as it stands in the path
 * @param last what follows the kind: a digest, a tag, an upload's id; may be anything
 */
record Call(Kind kind, RepositoryName name, String asked, String last, Request request) {

    /** The longest match counts: a repository may be called {@code blobs}, too. */
    private static final Pattern PATH =
            Pattern.compile("(.+)/(blobs/uploads|blobs|manifests|referrers|tags)(?:/([^/]*))?");

    enum Kind {
        UPLOAD,
        BLOB,
        MANIFEST,
        REFERRERS,
        TAGS
    }

    /** Nothing for a path that means nothing to a registry. */
    static Optional<Call> of(Request request) {
        Matcher path = PATH.matcher(request.rest());
        if (!path.matches()) {
            return Optional.empty();
        }
        String last = path.group(3) == null ? "" : path.group(3);
        Kind kind = switch (path.group(2)) {
            case "blobs/uploads" -> Kind.UPLOAD;
            case "blobs" -> Kind.BLOB;
            case "manifests" -> Kind.MANIFEST;
            case "referrers" -> Kind.REFERRERS;
            default -> Kind.TAGS;
        };
        return kind == Kind.TAGS && !last.equals("list")
                ? Optional.empty()
                : Optional.of(new Call(kind, named(request, path.group(1)), path.group(1), last, request));
    }

    /** @throws RegistryException if that is no name */
    static RepositoryName named(Request request, String asked) {
        Optional<String> host = host(request);
        return (host.isPresent() ? RepositoryName.of(host.get(), asked) : RepositoryName.parse(asked))
                .orElseThrow(() -> new RegistryException(ErrorCode.NAME_INVALID, "this is no name of a repository"));
    }

    /** Where a blob is to be mounted from, if the request asks for that and says so. */
    static Optional<RepositoryName> mountedFrom(Request request) {
        if (!request.method().equals("POST") || request.parameter("mount").isEmpty()) {
            return Optional.empty();
        }
        Optional<String> host = host(request);
        return request.parameter("from")
                .flatMap(from -> host.isPresent() ? RepositoryName.of(host.get(), from) : RepositoryName.parse(from));
    }

    /** Whose images the client wants, if it says so and does not mean this registry itself. */
    static Optional<String> host(Request request) {
        return request.parameter("ns")
                .filter(host ->
                        !host.isEmpty() && !request.header("host").orElse("").equalsIgnoreCase(host));
    }

    OciDigest digest() {
        return digest(last);
    }

    static OciDigest digest(String text) {
        return OciDigest.parse(text)
                .orElseThrow(() ->
                        new RegistryException(ErrorCode.DIGEST_INVALID, "this is no digest of SHA-256 or SHA-512"));
    }

    /** The path of something of the same repository, as this client will reach it. */
    String location(String rest) {
        return "/v2/" + asked + "/" + rest
                + host(request)
                        .map(host -> "?ns=" + URLEncoder.encode(host, StandardCharsets.UTF_8))
                        .orElse("");
    }
}
