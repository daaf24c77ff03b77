package io.slipway.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/** What a route answers. Conditions, ranges and {@code HEAD} are the server's business, not the route's. */
public sealed interface Response {

    /**
     * A file that does not change while it exists.
     *
     * @param type its media type
     * @param etag identifies the content; without quotes
     * @param lastModified since when this content is to be had under this path
     */
    record File(Path file, String type, String etag, Instant lastModified) implements Response {}

    /** A small body, whole. */
    record Body(int status, String type, ByteBuffer content) implements Response {}

    static Response text(int status, String text) {
        return new Body(
                status,
                "text/plain; charset=utf-8",
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer());
    }

    static Response notFound(String path) {
        return text(404, "not found: " + path + "\n");
    }
}
