package io.slipway.server;

/**
 * One line of the routing table. Files and texts answer {@code GET} and {@code HEAD} alike.
 *
 * @param path one that ends with {@code /} takes everything below it, any other exactly itself
 */
public record Route(String path, Handler handler) {

    /** Answers a request, on a virtual thread of its own: it may block. */
    @FunctionalInterface
    public interface Handler {
        Response handle(Request request);
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
