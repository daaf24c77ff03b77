package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.mirror.oci.serve.AccountGuard;
import io.slipway.mirror.oci.serve.Accounts;
import io.slipway.mirror.oci.serve.NodeRoutes;
import io.slipway.mirror.oci.serve.Pushes;
import io.slipway.mirror.oci.serve.RegistryRoutes;
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

/**
 * A front door with all that a home has to give: its mirrors, the images of its registry and its public keys. Made on first use:
 * {@code keys/}.
 */
public final class MirrorServer implements AutoCloseable {

    private final FrontDoor door;
    private final RegistryCare care;

    private MirrorServer(FrontDoor door, RegistryCare care) {
        this.door = door;
        this.care = care;
    }

    /** Nobody wants to know what clients change in the registry. */
    public static MirrorServer start(Path home, InetSocketAddress address, FrontDoor.Listener listener) {
        return start(home, address, listener, change -> {}, List.of());
    }

    /**
     * @param address port 0 takes a free one; see {@link #port()}
     * @param pushes is told what clients change in the registry
     * @param others what else is served at this door
     */
    public static MirrorServer start(
            Path home, InetSocketAddress address, FrontDoor.Listener listener, Pushes pushes, List<Route> others) {
        ContentStore store = ContentStore.in(home.resolve("store"));
        PublishedFiles files = new PublishedFiles(store);
        MirrorMetrics metrics = new MirrorMetrics(store, files, InstantSource.system(), listener);
        List<Route> routes = new ArrayList<>(keys(home));
        routes.addAll(others);
        routes.add(new Route(MirrorRoutes.PATH, new MirrorRoutes(files)));
        routes.add(NodeSourcesRoutes.of(store));
        routes.add(new Route(VendorRoutes.PATH, new VendorRoutes(store, files)));
        SecureRandom random = new SecureRandom();
        RegistryStore registry = RegistryStore.in(store, InstantSource.system(), random);
        Uploads uploads = registry.uploads();
        Accounts accounts = Accounts.read(home.resolve(Accounts.FILE));
        routes.addAll(RegistryRoutes.of(registry, uploads, new AccountGuard(accounts, random), pushes));
        routes.add(NodeRoutes.of(registry));
        routes.add(new Route("/metrics", metrics::answer));
        routes.add(new Route("/healthz", request -> Response.text(200, "ok\n")));
        FrontDoor door = FrontDoor.open(address, routes, metrics);
        return new MirrorServer(door, RegistryCare.start(registry, uploads, listener::failed));
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
        care.close();
    }
}
