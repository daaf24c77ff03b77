package io.slipway.mirror.serve;

import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.Optional;
import java.util.function.BiFunction;

/** {@code /apt/MIRROR/…}: what has been published, always of the generation that counts when the request comes. */
final class MirrorRoutes implements Route.Handler {

    static final String PATH = "/apt/";

    private final PublishedFiles files;

    MirrorRoutes(PublishedFiles files) {
        this.files = files;
    }

    @Override
    public Optional<Response> handleAtOnce(Request request) {
        return ask(request, files::findAtOnce);
    }

    @Override
    public Response handle(Request request) {
        return ask(request, files::find).orElseGet(() -> Response.notFound(request.path()));
    }

    private static Optional<Response> ask(Request request, BiFunction<String, String, Optional<Response>> files) {
        String rest = request.rest();
        int slash = rest.indexOf('/');
        return slash < 0 ? Optional.empty() : files.apply(rest.substring(0, slash), plain(rest.substring(slash + 1)));
    }

    /** Flat archives name their files {@code ./NAME}, and apt puts that behind the address as it is. */
    static String plain(String path) {
        if (!path.contains("./")) {
            return path;
        }
        String inner = path.replace("/./", "/");
        return inner.startsWith("./") ? inner.substring(2) : inner;
    }
}
