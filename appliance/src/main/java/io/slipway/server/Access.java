package io.slipway.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A request that was answered: an event for whoever keeps an access log. Holds no query and no header, where secrets travel.
 *
 * @param client its address
 * @param path decoded: it may hold anything, also line breaks
 * @param bytes of the body that were sent
 * @param broken whether the connection ended before the answer did
 */
public record Access(
        Instant at, String client, String method, String path, int status, long bytes, Duration took, boolean broken) {

    /** As one line of a log, whatever the client sent: what is not printable ASCII stands there as percent-encoded UTF-8. */
    @Override
    public String toString() {
        return at + " " + client + " " + printable(method) + " " + printable(path) + " " + status + " " + bytes + " "
                + took.toMillis() + "ms" + (broken ? " broken" : "");
    }

    private static String printable(String text) {
        if (text.chars().allMatch(Access::isPlain)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain(each)) {
                line.append((char) each);
            } else {
                line.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return line.toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '%' && c != '"' && c != '\\';
    }
}
