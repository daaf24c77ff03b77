package io.slipway.mirror.serve;

import io.slipway.mirror.store.ContentStore;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.Optional;

/**
 * What mirrors publish at their vendors' own paths, at exactly those: a vendor's line works with nothing changed but the host, and
 * a vendor's name may even lead here. Of several mirrors that have a path, the first by name answers.
 */
final class VendorRoutes implements Route.Handler {

    static final String PATH = "/";

    private final ContentStore store;
    private final PublishedFiles files;

    VendorRoutes(ContentStore store, PublishedFiles files) {
        this.store = store;
        this.files = files;
    }

    @Override
    public Response handle(Request request) {
        return find(MirrorRoutes.plain(request.rest())).orElseGet(() -> Response.notFound(request.path()));
    }

    /** What is merged has no vendor's path. */
    private Optional<Response> find(String plain) {
        if (plain.startsWith("dists/") || plain.startsWith("pool/") || !plain.contains("/")) {
            return Optional.empty();
        }
        return store.names().stream()
                .flatMap(name -> files.find(name, plain).stream())
                .findFirst();
    }
}
