package io.slipway.mirror.serve;

import io.slipway.mirror.store.ContentStore;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.List;

/** {@code /apt/MIRROR/…}: what has been published, always of the generation that counts when the request comes. */
public final class MirrorRoutes {

    private final ContentStore store;
    private final PublishedFiles files;

    private MirrorRoutes(ContentStore store) {
        this.store = store;
        this.files = new PublishedFiles(store);
    }

    public static List<Route> of(ContentStore store) {
        return List.of(new Route("/apt/", new MirrorRoutes(store)::file));
    }

    /** Flat archives name their files {@code ./NAME}, and apt puts that behind the address as it is. */
    private static String plain(String path) {
        String inner = path.replace("/./", "/");
        return inner.startsWith("./") ? inner.substring(2) : inner;
    }

    private Response file(Request request) {
        int slash = request.rest().indexOf('/');
        if (slash < 0) {
            return Response.notFound(request.path());
        }
        String path = plain(request.rest().substring(slash + 1));
        return files.find(request.rest().substring(0, slash), path)
                .<Response>map(found -> new Response.File(
                        store.blob(found.entry().digest()),
                        MediaTypes.of(path),
                        found.entry().digest().hex(),
                        found.from().created()))
                .orElseGet(() -> Response.notFound(request.path()));
    }
}
