package io.slipway.mirror.oci.serve;

import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.Optional;

/** Who asks too often is told so before anything else is looked at. */
record RateLimited(RateLimit limit, Route.Handler handler) implements Route.Handler {

    @Override
    public boolean takes(String method) {
        return handler.takes(method);
    }

    @Override
    public Response broken() {
        return handler.broken();
    }

    @Override
    public Optional<Response> handleAtOnce(Request request) {
        return limit.refusal(request.client()).or(() -> handler.handleAtOnce(request));
    }

    @Override
    public Response handle(Request request) {
        return handler.handle(request);
    }
}
