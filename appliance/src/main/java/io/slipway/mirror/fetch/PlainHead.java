package io.slipway.mirror.fetch;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an answer begins with (RFC 9112 sections 4 to 6).
 *
 * @param minor of the version: 1, or 0 for the one before
 */
record PlainHead(int minor, int status, HttpHeaders headers) {

    /** The length of a body that ends with the connection. */
    static final long UNTIL_CLOSED = -1;

    /** The length of a body that says itself how long it is. */
    static final long CHUNKED = -2;

    private static final int LONGEST_NUMBER = 18;

    /** @param lines at least one, without their ends */
    static PlainHead parse(List<String> lines) throws IOException {
        String first = lines.getFirst();
        if (!first.matches("HTTP/1\\.[0-9] [1-5][0-9][0-9]( .*)?")) {
            throw new IOException("the server does not answer in HTTP/1.1");
        }
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<String> last = List.of();
        for (String line : lines.subList(1, lines.size())) {
            if ((line.charAt(0) == ' ' || line.charAt(0) == '\t') && !last.isEmpty()) {
                last.add(last.removeLast() + " " + line.strip());
                continue;
            }
            int colon = line.indexOf(':');
            if (colon <= 0 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
                throw new IOException("the head of the answer is malformed");
            }
            last = fields.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>());
            last.add(line.substring(colon + 1).strip());
        }
        return new PlainHead(
                first.charAt(7) - '0',
                Integer.parseInt(first, 9, 12, 10),
                HttpHeaders.of(fields, (name, value) -> true));
    }

    /** Whether the answer itself is still to come. */
    boolean isInterim() {
        return status / 100 == 1 && status != 101;
    }

    /** Of the body, in bytes; or {@link #UNTIL_CLOSED}, or {@link #CHUNKED}. */
    long bodyLength(String method) throws IOException {
        if (method.equals("HEAD") || status / 100 == 1 || status == 204 || status == 304) {
            return 0;
        }
        List<String> codings = words("Transfer-Encoding");
        if (!codings.isEmpty()) {
            if (!codings.equals(List.of("chunked"))) {
                throw new IOException(
                        "the answer comes in a form that nobody asked for: " + String.join(", ", codings));
            }
            return CHUNKED;
        }
        List<String> lengths = words("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return UNTIL_CLOSED;
        }
        String length = lengths.getFirst();
        if (lengths.size() > 1 || length.length() > LONGEST_NUMBER || !length.matches("[0-9]+")) {
            throw new IOException("the length of the answer is not a number: " + String.join(", ", lengths));
        }
        return Long.parseLong(length);
    }

    /** Whether another request may follow; not after a change of the protocol, nor if what the length is could be seen in two ways. */
    boolean staysOpen() {
        boolean ambiguous =
                headers.map().containsKey("Transfer-Encoding") && headers.map().containsKey("Content-Length");
        return minor > 0 && status != 101 && !ambiguous && !words("Connection").contains("close");
    }

    private List<String> words(String name) {
        return headers.allValues(name).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(word -> word.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
