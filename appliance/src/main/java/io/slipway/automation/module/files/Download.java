package io.slipway.automation.module.files;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server's answer to a {@link UrlRequest}.
 *
 * @param status of HTTP; 200 for what succeeds by another protocol
 * @param reason the words after the status, possibly empty
 * @param url after redirects
 * @param headers by lower-case name
 */
record Download(int status, String reason, String url, Map<String, String> headers) {

    private static final Pattern ATTACHMENT = Pattern.compile("attachment; ?filename=\"?([^\"]+)");
    private static final Map<Integer, String> REASONS = Map.of(
            304, "Not Modified",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not Found",
            407, "Proxy Authentication Required",
            500, "Internal Server Error",
            502, "Bad Gateway",
            503, "Service Unavailable");

    boolean ok() {
        return status == 200;
    }

    boolean notModified() {
        return status == 304;
    }

    String message() {
        return ok()
                ? "OK (" + headers.getOrDefault("content-length", "unknown") + " bytes)"
                : "HTTP Error " + status + ": " + (reason.isEmpty() ? REASONS.getOrDefault(status, "") : reason);
    }

    /** The name that the server gives the file, or else the URL's. */
    String fileName() {
        Matcher attachment = ATTACHMENT.matcher(headers.getOrDefault("content-disposition", ""));
        String named = attachment.lookingAt() ? NodePath.base(attachment.group(1)) : "";
        return named.isEmpty() ? UrlRequest.fileName(url) : named;
    }

    static String headerName(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** The last of several header blocks, as {@code curl --dump-header} prints them after redirects, and a last line {@code STATUS URL}. */
    static Download parseCurl(String answer) {
        String[] lines = answer.split("\r?\n");
        String[] last = lines[lines.length - 1].split(" ", 2);
        Map<String, String> headers = new LinkedHashMap<>();
        String reason = "";
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (line.startsWith("HTTP/")) {
                headers.clear();
                String[] words = line.split(" ", 3);
                reason = words.length > 2 ? words[2].strip() : "";
            } else if (colon > 0) {
                headers.put(
                        headerName(line.substring(0, colon)),
                        line.substring(colon + 2).strip());
            }
        }
        int status = Integer.parseInt(last[0]);
        boolean otherProtocol = status == 0 || status == 226;
        return new Download(
                otherProtocol ? 200 : status,
                reason,
                Optional.of(last).filter(l -> l.length > 1).map(l -> l[1]).orElse(""),
                headers);
    }
}
