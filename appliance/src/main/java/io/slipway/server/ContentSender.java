package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Sends content that stays the same: whole, a part of it, its headers alone, or nothing to a client that has it already. */
final class ContentSender {

    private final HttpServerExchange exchange;
    private final Request request;

    ContentSender(HttpServerExchange exchange, Request request) {
        this.exchange = exchange;
        this.request = request;
    }

    /** @throws IOException before anything was sent */
    void send(Response.Content content) throws IOException {
        HeaderMap headers = exchange.getResponseHeaders();
        headers.put(Headers.ETAG, "\"" + content.etag() + "\"");
        headers.put(Headers.LAST_MODIFIED, HttpDate.of(content.lastModified()));
        headers.put(Headers.ACCEPT_RANGES, "bytes");
        if (Preconditions.notModified(request, content)) {
            exchange.setStatusCode(304);
            exchange.endExchange();
            return;
        }
        switch (content) {
            case Response.Bytes bytes -> sendBytes(bytes);
            case Response.File file -> sendFile(file);
        }
    }

    private void sendBytes(Response.Bytes bytes) {
        ByteBuffer all = bytes.content().slice();
        Optional<ByteRange> range = announce(bytes, all.remaining());
        if (range.isPresent()) {
            int first = (int) range.get().first();
            exchange.getResponseSender().send(all.slice(first, (int) range.get().length()));
        }
    }

    private void sendFile(Response.File file) throws IOException {
        FileChannel all = FileChannel.open(file.file(), StandardOpenOption.READ);
        Optional<ByteRange> range = announce(file, all.size());
        if (range.isPresent()) {
            FileTransfer.start(exchange, all, range.get());
        } else {
            all.close();
        }
    }

    /** Sets the headers, and tells which part of the content must follow; where none must, the exchange is over. */
    private Optional<ByteRange> announce(Response.Content content, long size) {
        HeaderMap headers = exchange.getResponseHeaders();
        ByteRange range;
        switch (ByteRange.asked(rangeHeader(content), size)) {
            case ByteRange.Asked.Everything() -> range = new ByteRange(0, size);
            case ByteRange.Asked.Part(ByteRange part) -> {
                range = part;
                exchange.setStatusCode(206);
                headers.put(Headers.CONTENT_RANGE, part.contentRange(size));
            }
            case ByteRange.Asked.Unsatisfiable() -> {
                exchange.setStatusCode(416);
                headers.put(Headers.CONTENT_RANGE, "bytes */" + size);
                exchange.endExchange();
                return Optional.empty();
            }
        }
        headers.put(Headers.CONTENT_TYPE, content.type());
        headers.put(Headers.CONTENT_LENGTH, range.length());
        if (request.method().equals("HEAD")) {
            exchange.endExchange();
            return Optional.empty();
        }
        return Optional.of(range);
    }

    /** Ranges are defined for GET alone (RFC 9110 section 14.2). */
    private Optional<String> rangeHeader(Response.Content content) {
        boolean applies = request.method().equals("GET") && Preconditions.rangeApplies(request, content);
        return applies ? request.header("range") : Optional.empty();
    }
}
