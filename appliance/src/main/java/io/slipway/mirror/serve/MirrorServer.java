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
        ContentStore store = ContentStore.in(home.resolve("store"));
        PublishedFiles files = new PublishedFiles(store);
        MirrorMetrics metrics = new MirrorMetrics(store, files, InstantSource.system(), listener);
        List<Route> routes = new ArrayList<>(keys(home));
        routes.add(new Route(MirrorRoutes.PATH, new MirrorRoutes(files)));
        routes.add(NodeSourcesRoutes.of(store));
        routes.add(new Route(VendorRoutes.PATH, new VendorRoutes(store, files)));
        routes.add(new Route("/metrics", metrics::answer));
        routes.add(new Route("/healthz", request -> Response.text(200, "ok\n")));
        return new MirrorServer(FrontDoor.open(address, routes, metrics));
    }

    private static List<Route> keys(Path home) {
        Path keys = home.resolve("keys");
        SecureRandom random = new SecureRandom();
        SigningKey.openOrCreate(keys, InstantSource.system(), random);
        return KeyRoutes.of(
                SigningKey.publicFile(keys), PodAuthority.openOrCreate(keys, InstantSource.system(), random));
    }

    public int port() {
        return door.port();
    }

    @Override
    public void close() {
        door.close();
    }
}
