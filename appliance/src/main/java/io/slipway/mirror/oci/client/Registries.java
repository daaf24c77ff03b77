package io.slipway.mirror.oci.client;

import io.slipway.mirror.fetch.Credentials;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Where registries are, by the host that images' names begin with. */
public final class Registries {

    private static final String DOCKER = "docker.io";

    private final Map<String, URI> elsewhere;
    private final Predicate<String> plain;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    /**
     * @param elsewhere addresses of those that are not at {@code https://HOST}
     * @param plain which of the others are asked over {@code http}
     */
    public Registries(Map<String, URI> elsewhere, Predicate<String> plain) {
        this.elsewhere = Map.copyOf(elsewhere);
        this.plain = plain;
    }

    public static Registries usual() {
        return new Registries(Map.of(), host -> false);
    }

    /** The address below which {@code /v2/} lies, without a slash at its end. */
    public URI base(String host) {
        URI base = Optional.ofNullable(elsewhere.get(host))
                .orElseGet(() -> URI.create((plain.test(host) ? "http://" : "https://")
                        + (host.equals(DOCKER) ? "registry-1.docker.io" : host)));
        known.put(base.getRawAuthority(), host);
        return base;
    }

    /** Whether this is a request to a registry, not to a place that one redirects to. */
    boolean isApi(URI uri) {
        return known.containsKey(String.valueOf(uri.getRawAuthority()))
                && uri.getRawPath().contains("/v2/");
    }

    /** What a registry's own name, or its address, has in the file of passwords. */
    Optional<String> password(Credentials credentials, URI uri) {
        String host = known.getOrDefault(uri.getRawAuthority(), uri.getRawAuthority());
        return credentials
                .authorization(uri)
                .or(() -> credentials.authorization(URI.create(uri.getScheme() + "://" + host + uri.getRawPath())));
    }
}
