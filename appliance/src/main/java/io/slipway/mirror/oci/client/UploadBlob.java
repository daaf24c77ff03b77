package io.slipway.mirror.oci.client;

import io.slipway.mirror.fetch.Call;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Said;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.transfer.BlobBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A blob on its way into a registry: in one piece if it is small, else in chunks, so that a broken connection costs one of them at
 * most. What the registry has of it is asked of the registry.
 */
final class UploadBlob {

    /** What goes in one piece; some registries, and proxies before them, refuse larger requests. */
    static final long CHUNK = 64L << 20;

    private static final int LONGEST_ANSWER = 1 << 20;
    private static final long SLOWEST = 64 << 10;
    private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,18})");

    private final RemoteRepository repository;
    private final Fetch fetch;
    private final Descriptor blob;
    private final BlobBytes content;
    private final Optional<ImageName> neighbour;
    private @Nullable URI location;
    private long sent;

    UploadBlob(RemoteRepository repository, Descriptor blob, BlobBytes content, Optional<ImageName> neighbour) {
        this.repository = repository;
        this.fetch = repository.fetch();
        this.blob = blob;
        this.content = content;
        this.neighbour = neighbour;
    }

    /** @return how many bytes it was in the end */
    Long attempt() throws IOException, InterruptedException {
        Optional<URI> begun = begin();
        if (begun.isEmpty()) {
            return blob.size();
        }
        URI at = begun.get();
        if (blob.size() <= CHUNK) {
            location = null;
            finish(at, body(0, blob.size()), blob.size());
            return blob.size();
        }
        while (sent < blob.size()) {
            at = chunk(at, Math.min(CHUNK, blob.size() - sent));
        }
        location = null;
        finish(at, BodyPublishers.noBody(), 0);
        return blob.size();
    }

    /** Where to send it; nowhere if the registry has found it in another of its repositories. */
    private Optional<URI> begin() throws IOException, InterruptedException {
        URI known = location;
        if (known != null) {
            Said said = fetch.once(Call.of("GET", known), LONGEST_ANSWER);
            Matcher range = RANGE.matcher(said.header("Range").orElse(""));
            if (said.status() == 204 && range.matches()) {
                sent = Long.parseLong(range.group(1)) + 1;
                sent = sent == 1 && "0-0".equals(said.header("Range").orElse("")) ? 0 : sent;
                return Optional.of(moved(known, said));
            }
        }
        sent = 0;
        String from = neighbour.map(other -> "&from=" + other.repository()).orElse("");
        URI uploads = repository.at("blobs/uploads/?mount=" + blob.digest() + from);
        Said said = fetch.once(Call.of("POST", uploads).sending(BodyPublishers.noBody(), patience(0)), LONGEST_ANSWER);
        if (said.status() == 201) {
            return Optional.empty();
        }
        if (said.status() != 202) {
            throw repository.refusal(uploads, said);
        }
        URI began = moved(uploads, said);
        location = began;
        return Optional.of(began);
    }

    private URI chunk(URI at, long length) throws IOException, InterruptedException {
        Call call = Call.of("PATCH", at)
                .with("Content-Type", "application/octet-stream")
                .with("Content-Range", sent + "-" + (sent + length - 1))
                .sending(body(sent, length), patience(length));
        Said said = fetch.once(call, LONGEST_ANSWER);
        if (said.status() == 416) {
            throw new IOException("the registry has another part of the blob than it said");
        }
        if (said.status() != 202 && said.status() != 201) {
            throw repository.refusal(at, said);
        }
        sent += length;
        URI next = moved(at, said);
        location = next;
        return next;
    }

    private void finish(URI at, BodyPublisher body, long length) throws IOException, InterruptedException {
        String mark = at.getRawQuery() == null ? "?" : "&";
        Call call = Call.of("PUT", URI.create(at + mark + "digest=" + blob.digest()))
                .with("Content-Type", "application/octet-stream")
                .sending(body, patience(length));
        Said said = fetch.once(call, LONGEST_ANSWER);
        if (!said.ok()) {
            throw repository.refusal(repository.blob(blob.digest()), said);
        }
    }

    private BodyPublisher body(long from, long length) {
        return length == 0
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> open(from, length)), length);
    }

    private InputStream open(long from, long length) {
        try {
            return new Part(content.from(from), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration patience(long length) {
        return Duration.ofSeconds(60 + length / SLOWEST);
    }

    private static URI moved(URI asked, Said said) throws IOException {
        try {
            return said.header("Location").map(asked::resolve).orElse(asked);
        } catch (IllegalArgumentException e) {
            throw new IOException("the registry names a place that is no address", e);
        }
    }
}
