package io.slipway.mirror.oci.serve;

import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.server.Route;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A registry as its settings want it: who may do what, by password or token, and how often. */
public final class RegistryDoor {

    private RegistryDoor() {}

    /**
     * @param keys the folder for secrets
     * @param random makes what nobody must be able to guess
     * @param pushes is told what was changed, and by whom
     */
    public static List<Route> of(
            RegistryStore registry,
            Uploads uploads,
            RegistrySettings settings,
            Path keys,
            InstantSource clock,
            RandomGenerator random,
            Pushes pushes) {
        Accounts accounts = settings.accounts();
        Passwords passwords = new Passwords(accounts, random);
        Tokens tokens = Tokens.openOrCreate(keys, clock, random);
        List<Route> routes = new ArrayList<>(
                RegistryRoutes.of(registry, uploads, new AccountGuard(accounts, passwords, tokens), pushes));
        routes.add(TokenRequests.of(accounts, passwords, tokens, clock));
        return settings.rate().map(rule -> new RateLimit(rule, clock)).stream()
                .findFirst()
                .map(limit -> routes.stream()
                        .map(route -> new Route(route.path(), new RateLimited(limit, route.handler())))
                        .toList())
                .orElse(routes);
    }
}
