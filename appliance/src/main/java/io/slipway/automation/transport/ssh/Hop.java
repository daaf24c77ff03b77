package io.slipway.automation.transport.ssh;

import io.slipway.common.ShellWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A machine on the way, as {@code ProxyJump} names it.
 *
 * @param user {@code null} for the user of this machine
 * @param port {@code null} for 22
 * @param arguments further options for the connection to it
 */
record Hop(String host, @Nullable String user, @Nullable Integer port, String arguments) {

    private static final Pattern DESTINATION =
            Pattern.compile("(?:ssh://)?(?:([^@]+)@)?(?:\\[([^]]+)]|([^:]+))(?::([0-9]{1,5}))?/?");

    /** {@code user@host:port,…} */
    static List<Hop> chain(String value) {
        List<Hop> hops = new ArrayList<>();
        Arrays.stream(value.split(","))
                .map(destination -> of(destination.strip(), List.of()))
                .forEach(hops::add);
        return List.copyOf(hops);
    }

    static Hop of(String destination, List<String> arguments) {
        String line = arguments.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
        Matcher parts = DESTINATION.matcher(destination);
        if (!parts.matches()) {
            return new Hop(destination, null, null, line);
        }
        String host = parts.group(2) == null ? parts.group(3) : parts.group(2);
        Integer port = parts.group(4) == null ? null : Integer.valueOf(parts.group(4));
        return new Hop(host, parts.group(1), port, line);
    }

    /** As {@link #chain} reads it; without the further options. */
    String written() {
        return (user == null ? "" : user + "@") + "[" + host + "]" + (port == null ? "" : ":" + port);
    }
}
