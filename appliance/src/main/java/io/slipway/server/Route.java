package io.slipway.server;

import java.util.Optional;

/**
 * One line of the routing table. Files and texts answer {@code GET} and {@code HEAD} alike.
 *
 * @param path one that ends with {@code /} takes everything below it, any other exactly itself
 */
public record Route(String path, Handler handler) {

    /** Answers a request. */
    @FunctionalInterface
    public interface Handler {

        /** On a virtual thread of its own: it may block. */
        Response handle(Request request);

        /** Whether this method means something here. */
        default boolean takes(String method) {
            return method.equals("GET") || method.equals("HEAD");
        }

        /** What to answer when this cannot be handled, for a reason that is the server's own business. */
        default Response broken() {
            return Response.text(500, "the server cannot answer this: its log says why\n");
        }

        /**
         * Asked first, on a thread that all clients share: what can be said without waiting for anything. A look at one file's
         * dates is fine, reading is not.
         */
        default Optional<Response> handleAtOnce(Request request) {
            return Optional.empty();
        }
    }

    public Route {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a route's path starts with '/': " + path);
        }
    }

    boolean matches(String requested) {
        return path.endsWith("/") ? requested.startsWith(path) : requested.equals(path);
    }

    String rest(String requested) {
        return requested.substring(path.length());
    }
}
