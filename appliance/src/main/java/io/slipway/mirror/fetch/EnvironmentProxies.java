package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        String name = uri.getScheme() + "_proxy";
        return setting(name)
                .filter(proxy -> !excluded(uri.getHost()))
                .map(text -> proxy(name, text))
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

    /** A name and a password in it are not taken: they would be for all to see who see the environment. */
    private static List<Proxy> proxy(String name, String text) {
        String address = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = new URI(address.strip());
            if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
                int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
                return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port)));
            }
        } catch (URISyntaxException e) {
            throw notAProxy(name, e);
        }
        throw notAProxy(name, null);
    }

    /** The setting itself may hold a password, and is not shown. */
    private static FetchException notAProxy(String name, @Nullable URISyntaxException cause) {
        return new FetchException(
                Problem.of("the environment's " + name + " names no proxy that can be used")
                        .because("only one that is asked over HTTP can")
                        .hint("write http://HOST:PORT, or 'proxy: none' into the description"),
                FetchException.Again.NEVER,
                cause);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        // the download itself fails and says so
    }
}
