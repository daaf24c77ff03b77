package io.slipway.mirror.fetch;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a server answered, whatever that was.
 *
 * @param from where it came from after redirects
 */
public record Said(URI from, int status, HttpHeaders headers, byte[] body) {

    public boolean ok() {
        return status / 100 == 2;
    }

    /** Whether the server says that there is no such thing. */
    public boolean absent() {
        return status == 404 || status == 410;
    }

    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
