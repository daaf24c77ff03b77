package io.slipway.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of an answer, as what stands before each part of the content, the part, and what stands after the last one: a whole
 * content is one part with nothing around it, several ranges are {@code multipart/byteranges} (RFC 9110 section 14.6).
 *
 * @param type the media type of all together
 */
record Pieces(String type, List<Piece> parts, ByteBuffer end) {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    record Piece(ByteBuffer before, ByteRange range) {}

    static Pieces one(String type, ByteRange range) {
        return new Pieces(type, List.of(new Piece(NOTHING, range)), NOTHING);
    }

    /** @param etag separates the parts: a content cannot hold its own digest */
    static Pieces several(String type, List<ByteRange> ranges, long size, String etag) {
        String boundary = "slipway-" + etag;
        List<Piece> parts = new ArrayList<>();
        for (ByteRange range : ranges) {
            parts.add(new Piece(
                    ascii("\r\n--" + boundary + "\r\nContent-Type: " + type + "\r\nContent-Range: "
                            + range.contentRange(size) + "\r\n\r\n"),
                    range));
        }
        return new Pieces(
                "multipart/byteranges; boundary=\"" + boundary + "\"", parts, ascii("\r\n--" + boundary + "--\r\n"));
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).asReadOnlyBuffer();
    }

    /** In bytes. */
    long length() {
        return parts.stream()
                        .mapToLong(piece ->
                                piece.before().remaining() + piece.range().length())
                        .sum()
                + end.remaining();
    }

    /** All together, of a content in memory. */
    ByteBuffer of(ByteBuffer content) {
        if (parts.size() == 1) {
            ByteRange only = parts.getFirst().range();
            return content.slice((int) only.first(), (int) only.length());
        }
        ByteBuffer all = ByteBuffer.allocate((int) length());
        for (Piece piece : parts) {
            all.put(piece.before().duplicate());
            all.put(content.slice(
                    (int) piece.range().first(), (int) piece.range().length()));
        }
        return all.put(end.duplicate()).flip();
    }
}
