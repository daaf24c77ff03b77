package io.slipway.server;

import java.util.Optional;
import java.util.function.Function;

/**
 * What a client asks for.
 *
 * @param method such as {@code GET}
 * @param path decoded, without the query
 * @param rest what follows the route's own path; empty for an exact match
 * @param headers finds the first value of a header by its name in lower case
 */
public record Request(String method, String path, String rest, Function<String, Optional<String>> headers) {

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }
}
