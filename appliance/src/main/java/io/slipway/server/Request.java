package io.slipway.server;

import java.util.Map;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param method such as {@code GET}
 * @param path decoded, without the query
 * @param rest what follows the route's own path; empty for an exact match
 * @param headers the ones that matter to routes, by name in lower case; the first value of each
 */
public record Request(String method, String path, String rest, Map<String, String> headers) {

    public Request {
        headers = Map.copyOf(headers);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
