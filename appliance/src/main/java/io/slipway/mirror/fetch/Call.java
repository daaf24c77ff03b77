package io.slipway.mirror.fetch;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is more than a file to be had.
 *
 * @param headers without {@code Authorization}: that is for the {@link Gate} to say
 * @param body can be sent more than once
 * @param patience how long the answer may take to begin; sending the body counts
 */
public record Call(
        String method, URI uri, Map<String, String> headers, HttpRequest.BodyPublisher body, Duration patience) {

    private static final Duration USUAL = Duration.ofSeconds(60);

    public Call {
        headers = Map.copyOf(headers);
    }

    /** Without a body. */
    public static Call of(String method, URI uri) {
        return new Call(method, uri, Map.of(), HttpRequest.BodyPublishers.noBody(), USUAL);
    }

    public Call with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(method, uri, more, body, patience);
    }

    public Call sending(HttpRequest.BodyPublisher content, Duration longest) {
        return new Call(method, uri, headers, content, longest);
    }

    Call at(URI other) {
        return new Call(method, other, headers, body, patience);
    }
}
