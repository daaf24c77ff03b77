package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Sends content that stays the same: whole, parts of it, its headers alone, or nothing to a client that has it already. */
final class ContentSender {

    private final SmallFiles small;
    private final Ending ending;

    ContentSender(SmallFiles small, Ending ending) {
        this.small = small;
        this.ending = ending;
    }

    /** Sends what is in memory; otherwise does nothing. */
    boolean sendAtOnce(HttpServerExchange exchange, Request request, Response.Content content) {
        Optional<SmallFiles.Kept> kept = inMemory(content);
        kept.ifPresent(found -> send(exchange, request, content, found));
        return kept.isPresent();
    }

    private Optional<SmallFiles.Kept> inMemory(Response.Content content) {
        return switch (content) {
            case Response.Bytes bytes ->
                Optional.of(SmallFiles.Kept.of(bytes.content().slice(), bytes));
            case Response.File file -> small.find(file);
        };
    }

    /** @throws IOException before anything was sent */
    void send(HttpServerExchange exchange, Request request, Response.Content content) throws IOException {
        if (sendAtOnce(exchange, request, content)) {
            return;
        }
        Response.File file = (Response.File) content;
        Optional<SmallFiles.Kept> kept = small.load(file);
        if (kept.isPresent()) {
            send(exchange, request, file, kept.get());
        } else {
            sendFile(exchange, request, file);
        }
    }

    private void send(HttpServerExchange exchange, Request request, Response.Content content, SmallFiles.Kept kept) {
        announce(exchange, request, content, kept.content().remaining(), kept.etag(), kept.lastModified())
                .ifPresent(pieces -> exchange.getResponseSender().send(pieces.of(kept.content()), ending));
    }

    private void sendFile(HttpServerExchange exchange, Request request, Response.File file) throws IOException {
        FileChannel channel = FileChannel.open(file.file(), StandardOpenOption.READ);
        Optional<Pieces> pieces = Optional.empty();
        try {
            SmallFiles.Kept headers = SmallFiles.Kept.of(ByteBuffer.allocate(0), file);
            pieces = announce(exchange, request, file, channel.size(), headers.etag(), headers.lastModified());
        } finally {
            if (pieces.isEmpty()) {
                channel.close();
            }
        }
        pieces.ifPresent(all -> FileTransfer.start(exchange, channel, all, ending));
    }

    /** Sets the headers, and tells what of the content must follow; where nothing must, the exchange is over. */
    private Optional<Pieces> announce(
            HttpServerExchange exchange,
            Request request,
            Response.Content content,
            long size,
            String etag,
            String lastModified) {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.ETAG, etag);
        headers.put(Headers.LAST_MODIFIED, lastModified);
        headers.put(Headers.ACCEPT_RANGES, "bytes");
        switch (Preconditions.check(request, content)) {
            case NOT_MODIFIED -> {
                return over(exchange, 304);
            }
            case FAILED -> {
                return over(exchange, 412);
            }
            case PASSED -> {}
        }
        Pieces pieces;
        switch (ByteRange.asked(rangeHeader(request, content), size)) {
            case ByteRange.Asked.Everything() -> pieces = Pieces.one(content.type(), new ByteRange(0, size));
            case ByteRange.Asked.Parts(var ranges) -> {
                exchange.setStatusCode(206);
                if (ranges.size() == 1) {
                    pieces = Pieces.one(content.type(), ranges.getFirst());
                    headers.put(Headers.CONTENT_RANGE, ranges.getFirst().contentRange(size));
                } else {
                    pieces = Pieces.several(content.type(), ranges, size, content.etag());
                }
            }
            case ByteRange.Asked.Unsatisfiable() -> {
                headers.put(Headers.CONTENT_RANGE, "bytes */" + size);
                return over(exchange, 416);
            }
        }
        headers.put(Headers.CONTENT_TYPE, pieces.type());
        headers.put(Headers.CONTENT_LENGTH, pieces.length());
        if (request.method().equals("HEAD")) {
            ending.withoutBody(exchange);
            return Optional.empty();
        }
        return Optional.of(pieces);
    }

    private Optional<Pieces> over(HttpServerExchange exchange, int status) {
        exchange.setStatusCode(status);
        ending.withoutBody(exchange);
        return Optional.empty();
    }

    /** Ranges are defined for GET alone (RFC 9110 section 14.2). */
    private static Optional<String> rangeHeader(Request request, Response.Content content) {
        if (!request.method().equals("GET")) {
            return Optional.empty();
        }
        return request.header("range").filter(range -> Preconditions.rangeApplies(request, content));
    }
}
