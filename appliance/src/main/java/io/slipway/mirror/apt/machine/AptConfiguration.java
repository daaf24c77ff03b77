package io.slipway.mirror.apt.machine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code apt-config dump} says, as far as it concerns downloads. */
public final class AptConfiguration {

    private static final Pattern LINE = Pattern.compile("(\\S+) \"(.*)\";");
    private static final int DEFAULT_PROXY_PORT = 80;

    private final Map<String, String> settings;

    private AptConfiguration(Map<String, String> settings) {
        this.settings = settings;
    }

    static AptConfiguration parse(String dump) {
        Map<String, String> settings = new HashMap<>();
        dump.lines()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .forEach(line -> settings.put(line.group(1).toLowerCase(Locale.ROOT), line.group(2)));
        return new AptConfiguration(settings);
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(settings.get(name.toLowerCase(Locale.ROOT))).filter(value -> !value.isEmpty());
    }

    /** Whether indexes that are past their date are refused; some machines use frozen archives. */
    boolean checkValidUntil() {
        return get("Acquire::Check-Valid-Until")
                .map(value -> !value.equals("false"))
                .orElse(true);
    }

    /** Chooses proxies as apt does: for the host, else for the scheme; {@code DIRECT} means none. */
    public ProxySelector proxies(ProxySelector otherwise) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                String scheme = "Acquire::" + uri.getScheme() + "::Proxy";
                Optional<String> proxy = get(scheme + "::" + uri.getHost()).or(() -> get(scheme));
                return proxy.map(AptConfiguration::proxy).orElseGet(() -> otherwise.select(uri));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                otherwise.connectFailed(uri, address, failure);
            }
        };
    }

    private static List<Proxy> proxy(String value) {
        if (value.equalsIgnoreCase("DIRECT")) {
            return List.of(Proxy.NO_PROXY);
        }
        URI address = URI.create(value);
        int port = address.getPort() < 0 ? DEFAULT_PROXY_PORT : address.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port)));
    }
}
