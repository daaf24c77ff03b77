package io.slipway.server;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a client asks for.
 *
 * @param method such as {@code GET}
 * @param path decoded, without the query
 * @param rest what follows the route's own path; empty for an exact match
 * @param headers finds the first value of a header by its name in lower case
 * @param parameters finds the decoded values of a parameter of the query
 * @param body what the client sends along; taking it makes it the handler's business how much that may be, and it can be taken once
 * @param client its address
 * @param secure whether it came over TLS
 */
public record Request(
        String method,
        String path,
        String rest,
        Function<String, Optional<String>> headers,
        Function<String, List<String>> parameters,
        Supplier<InputStream> body,
        String client,
        boolean secure) {

    /** One that brings nothing along. */
    public Request(String method, String path, String rest, Function<String, Optional<String>> headers) {
        this(method, path, rest, headers, name -> List.of(), InputStream::nullInputStream, "", false);
    }

    /** @param name in lower case */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** The first value of a parameter of the query. */
    public Optional<String> parameter(String name) {
        return parameters.apply(name).stream().findFirst();
    }
}
