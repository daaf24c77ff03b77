package io.slipway.mirror.serve;

import io.slipway.mirror.apt.FindChangelog;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.server.Request;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /changelogs/MIRROR/[COMPONENT/]PREFIX/SOURCE/SOURCE_VERSION}: what {@code apt changelog} asks for where a Release file says
 * {@code Changelogs: …/@CHANGEPATH@} (apt.conf(5)).
 */
final class ChangelogRoutes implements Route.Handler {

    static final String PATH = "/changelogs/";

    private static final Pattern PLACE = Pattern.compile("([^/]+)/(?:[^/]+/){0,4}([^/_]+)_([^/:]+)");

    private final ContentStore store;

    ChangelogRoutes(ContentStore store) {
        this.store = store;
    }

    @Override
    public Response handle(Request request) {
        return find(request.rest()).orElseGet(() -> Response.notFound(request.path()));
    }

    private Optional<Response> find(String rest) {
        Matcher place = PLACE.matcher(rest);
        if (!place.matches() || !Generation.isName(place.group(1))) {
            return Optional.empty();
        }
        return store.current(place.group(1))
                .flatMap(generation -> FindChangelog.of(store, generation, place.group(2), place.group(3))
                        .map(text -> Response.bytes(text, "text/plain; charset=utf-8", generation.created())));
    }
}
