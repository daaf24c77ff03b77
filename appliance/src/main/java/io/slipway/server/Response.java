package io.slipway.server;

import io.slipway.common.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** What a route answers. Conditions, ranges and {@code HEAD} are the server's business, not the route's. */
public sealed interface Response {

    /** Content that stays the same while it is to be had, so that a client may ask for a part of it or only for what is new. */
    sealed interface Content extends Response {

        /** Its media type. */
        String type();

        /** Identifies the content; without quotes. */
        String etag();

        /** Since when this content is to be had under this path. */
        Instant lastModified();
    }

    /** A file that does not change while it exists. */
    record File(Path file, String type, String etag, Instant lastModified) implements Content {}

    /** Content that is small enough to be kept in memory. */
    record Bytes(ByteBuffer content, String type, String etag, Instant lastModified) implements Content {}

    /**
     * A short answer to this one request, whole.
     *
     * @param type its media type; empty for a body that is none
     */
    record Body(int status, String type, ByteBuffer content) implements Response {}

    /** An answer that says more about itself than its kind does. */
    record With(List<Header> headers, Response answer) implements Response {
        public With {
            headers = List.copyOf(headers);
        }
    }

    /**
     * An answer whose end somebody waits for.
     *
     * @param over is called once when nothing of it is sent any more: all of it was, or the client is gone
     */
    record Watched(Response answer, Runnable over) implements Response {}

    /** One line of an answer's head. */
    record Header(String name, String value) {}

    /** An answer without a body. */
    static Body empty(int status) {
        return new Body(status, "", ByteBuffer.allocate(0));
    }

    static Bytes bytes(byte[] content, String type, Instant lastModified) {
        return new Bytes(
                ByteBuffer.wrap(content.clone()).asReadOnlyBuffer(),
                type,
                Digest.of(content).hex(),
                lastModified);
    }

    static Body text(int status, String text) {
        return new Body(
                status,
                "text/plain; charset=utf-8",
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
    }

    static Body notFound(String path) {
        return text(404, "not found: " + path + "\n");
    }
}
