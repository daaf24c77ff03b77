package io.slipway.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens, as people write it: {@code 10.0.0.1:8080}, {@code [::]:8080}, {@code :8080} for all IPv4 addresses.
 *
 * @param host an address or a name; an IPv6 address without its brackets
 * @param port 0 for any that is free
 */
public record ListenAddress(String host, int port) {

    public static final String ALL = "0.0.0.0";

    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(?:%[\\w.-]+)?)]|([^\\[\\]:\\s]*)):(\\d{1,5})");

    /** Nothing for what is not of this form, such as an IPv6 address without brackets. */
    public static Optional<ListenAddress> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65535) {
            return Optional.empty();
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return Optional.of(new ListenAddress(host.isEmpty() ? ALL : host, Integer.parseInt(form.group(3))));
    }

    static ListenAddress of(InetSocketAddress address) {
        return new ListenAddress(address.getHostString(), address.getPort());
    }

    public InetSocketAddress socket() {
        return InetSocketAddress.createUnresolved(host, port);
    }

    /** As it also stands in a URL. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
