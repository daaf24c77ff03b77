package io.slipway.mirror.serve;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.mirror.oci.serve.Accounts;
import io.slipway.mirror.oci.serve.AuditLog;
import io.slipway.mirror.oci.serve.NodeRoutes;
import io.slipway.mirror.oci.serve.Pushes;
import io.slipway.mirror.oci.serve.RegistryDoor;
import io.slipway.mirror.oci.serve.RegistrySettings;
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
import java.util.Optional;

/**
 * A front door with all that a home has to give: its mirrors, the images of its registry and its public keys. Made on first use:
 * {@code keys/}.
 */
public final class MirrorServer implements AutoCloseable {

    private final FrontDoor door;
    private final RegistryCare care;
    private final AuditLog audit;

    private MirrorServer(FrontDoor door, RegistryCare care, AuditLog audit) {
        this.door = door;
        this.care = care;
        this.audit = audit;
    }

    /**
     * Where it listens; port 0 takes a free one.
     *
     * @param tls over TLS, too
     * @param names by which clients reach it over TLS, beside those that the machine itself knows
     */
    public record Entrances(InetSocketAddress plain, Optional<InetSocketAddress> tls, List<String> names) {}

    /** Nobody wants to know what clients change in the registry. */
    public static MirrorServer start(Path home, InetSocketAddress address, FrontDoor.Listener listener) {
        return start(home, new Entrances(address, Optional.empty(), List.of()), listener, change -> {}, List.of());
    }

    /**
     * @param pushes is told what clients change in the registry
     * @param others what else is served at these doors
     */
    public static MirrorServer start(
            Path home, Entrances entrances, FrontDoor.Listener listener, Pushes pushes, List<Route> others) {
        ContentStore store = ContentStore.in(home.resolve("store"));
        PublishedFiles files = new PublishedFiles(store);
        MirrorMetrics metrics = new MirrorMetrics(store, files, InstantSource.system(), listener);
        SecureRandom random = new SecureRandom();
        Path keys = home.resolve("keys");
        SigningKey.openOrCreate(keys, InstantSource.system(), random);
        PodAuthority authority = PodAuthority.openOrCreate(keys, InstantSource.system(), random);
        List<Route> routes = new ArrayList<>(KeyRoutes.of(SigningKey.publicFile(keys), authority));
        routes.addAll(others);
        routes.add(new Route(MirrorRoutes.PATH, new MirrorRoutes(files)));
        routes.add(NodeSourcesRoutes.of(store));
        routes.add(new Route(ChangelogRoutes.PATH, new ChangelogRoutes(store)));
        routes.add(new Route(VendorRoutes.PATH, new VendorRoutes(store, files)));
        RegistrySettings settings = RegistrySettings.read(home.resolve(Accounts.FILE));
        RegistryStore registry = RegistryStore.in(store, InstantSource.system(), random, settings.rules());
        Uploads uploads = registry.uploads();
        AuditLog audit = AuditLog.in(home.resolve("audit"), InstantSource.system(), listener::failed);
        Pushes told = change -> {
            audit.happened(change);
            pushes.happened(change);
        };
        routes.addAll(RegistryDoor.of(registry, uploads, settings, keys, InstantSource.system(), random, told));
        routes.add(NodeRoutes.of(registry));
        routes.add(new Route("/metrics", metrics::answer));
        routes.add(new Route("/healthz", request -> Response.text(200, "ok\n")));
        Optional<PodTls> tls =
                entrances.tls().map(secure -> new PodTls(keys, authority, InstantSource.system(), entrances.names()));
        FrontDoor door = FrontDoor.open(
                entrances.plain(),
                tls.map(shown -> new FrontDoor.Tls(entrances.tls().orElseThrow(), shown.context())),
                routes,
                metrics);
        Runnable renewal = () -> tls.ifPresent(PodTls::renew);
        return new MirrorServer(door, RegistryCare.start(registry, uploads, renewal, listener::failed), audit);
    }

    public int port() {
        return door.port();
    }

    /** The one for TLS, if it listens there. */
    public Optional<Integer> tlsPort() {
        return door.tlsPort();
    }

    @Override
    public void close() {
        door.close();
        care.close();
        audit.close();
    }
}
