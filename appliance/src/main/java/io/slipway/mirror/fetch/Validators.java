package io.slipway.mirror.fetch;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;

/**
 * What a server said a content can be recognized by (RFC 9110 section 8.8); empty texts where it said nothing.
 *
 * @param etag with its quotes
 */
public record Validators(String etag, String lastModified) {

    public static final Validators NONE = new Validators("", "");

    static Validators of(HttpHeaders headers) {
        return new Validators(
                headers.firstValue("ETag").orElse(""),
                headers.firstValue("Last-Modified").orElse(""));
    }

    /** Asks for the content only if it has changed. */
    void unlessChanged(HttpRequest.Builder request) {
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        } else if (!lastModified.isEmpty()) {
            request.header("If-Modified-Since", lastModified);
        }
    }

    /** Asks for the rest of the content, and for all of it if it has changed. Weak tags do not tell that. */
    void onlyIfTheSame(HttpRequest.Builder request) {
        if (!etag.isEmpty() && !etag.startsWith("W/")) {
            request.header("If-Range", etag);
        } else if (!lastModified.isEmpty()) {
            request.header("If-Range", lastModified);
        }
    }
}
