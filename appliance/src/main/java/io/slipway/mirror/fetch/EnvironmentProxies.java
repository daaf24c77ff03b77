package io.slipway.mirror.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Proxies as command line tools take them from the environment: {@code http_proxy}, {@code https_proxy}, {@code no_proxy}, in small
 * or capital letters. Java itself looks at none of these.
 */
public final class EnvironmentProxies extends ProxySelector {

    private static final int DEFAULT_PORT = 80;

    private final Map<String, String> environment;

    public EnvironmentProxies(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public List<Proxy> select(URI uri) {
        return setting(uri.getScheme() + "_proxy")
                .filter(proxy -> !excluded(uri.getHost()))
                .map(EnvironmentProxies::proxy)
                .orElse(List.of(Proxy.NO_PROXY));
    }

    private Optional<String> setting(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    /** A name in {@code no_proxy} stands for itself and for all names below it. */
    private boolean excluded(String host) {
        for (String entry : setting("no_proxy").orElse("").split("[\\s,]+")) {
            String name = entry.startsWith("*") ? entry.substring(1) : entry;
            String bare = name.startsWith(".") ? name.substring(1) : name;
            if (entry.equals("*") || (!bare.isEmpty() && (host.equals(bare) || host.endsWith("." + bare)))) {
                return true;
            }
        }
        return false;
    }

    private static List<Proxy> proxy(String text) {
        URI address = URI.create(text.contains("://") ? text : "http://" + text);
        int port = address.getPort() < 0 ? DEFAULT_PORT : address.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the download itself fails and says so
    }
}
