package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.store.ContentStore;
import io.slipway.server.FrontDoor;
import io.slipway.server.Response;
import io.slipway.server.Route;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A front door with all that a home has to give: its mirrors and its public keys. Made on first use: {@code keys/}. */
public final class MirrorServer implements AutoCloseable {

    private final FrontDoor door;

    private MirrorServer(FrontDoor door) {
        this.door = door;
    }

    /** @param address port 0 takes a free one; see {@link #port()} */
    public static MirrorServer start(Path home, InetSocketAddress address, FrontDoor.Listener listener) {
        return new MirrorServer(FrontDoor.open(address, routes(home), listener));
    }

    /** The routes alone, to be mounted beside others. */
    public static List<Route> routes(Path home) {
        Path keys = home.resolve("keys");
        SecureRandom random = new SecureRandom();
        SigningKey signing = SigningKey.openOrCreate(keys, InstantSource.system(), random);
        PodAuthority authority = PodAuthority.openOrCreate(keys, InstantSource.system(), random);
        List<Route> routes = new ArrayList<>(MirrorRoutes.of(ContentStore.in(home.resolve("store"))));
        routes.addAll(KeyRoutes.of(signing, authority));
        routes.add(NodeSourcesRoutes.of(ContentStore.in(home.resolve("store"))));
        routes.add(new Route("/healthz", request -> Response.text(200, "ok\n")));
        return routes;
    }

    public int port() {
        return door.port();
    }

    @Override
    public void close() {
        door.close();
    }
}
