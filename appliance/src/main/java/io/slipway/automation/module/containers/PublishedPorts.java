package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Ports of a container that are reachable from outside: {@code 8080:80}, {@code 127.0.0.1:53:53/udp}, {@code [::1]:9000-9005:9000-9005}. */
final class PublishedPorts {

    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:]+(?:%[^]/]+)?]");

    private PublishedPorts() {}

    /** @return the engine's {@code PortBindings}; keys as {@code 80/tcp} */
    static Map<String, List<Map<String, String>>> bindings(List<String> ports, String defaultAddress) {
        Map<String, List<Map<String, String>>> bindings = new LinkedHashMap<>();
        for (String port : ports) {
            if (port.equals("all")) {
                throw new ModuleFailure(
                        "Specifying \"all\" in published_ports is no longer allowed. Set publish_all_ports to"
                                + " \"true\" instead to randomly assign port mappings for those not specified by published_ports.");
            }
            List<String> parts = split(port);
            String[] last = parts.getLast().split("/", 2);
            String protocol = last.length > 1 && !last[1].isEmpty() ? last[1] : "tcp";
            List<Long> inside = range(last[0]);
            String address = parts.size() < 3 ? defaultAddress : address(parts.getFirst());
            String outside = switch (parts.size()) {
                case 1 -> "";
                case 2 -> parts.getFirst();
                case 3 -> parts.get(1);
                default ->
                    throw new ModuleFailure("Invalid port description \"" + port
                            + "\" - expected 1 to 3 colon-separated parts, but got " + parts.size()
                            + ". Maybe you forgot to use square brackets ([...]) around an IPv6 address?");
            };
            List<String> hosts = outside.isEmpty()
                    ? inside.stream().map(one -> "").toList()
                    : inside.size() == 1
                            ? List.of(outside)
                            : range(outside).stream().map(String::valueOf).toList();
            for (int i = 0; i < Math.min(inside.size(), hosts.size()); i++) {
                bindings.computeIfAbsent(inside.get(i) + "/" + protocol, key -> new ArrayList<>())
                        .add(Map.of("HostIp", address, "HostPort", hosts.get(i)));
            }
        }
        return bindings;
    }

    /** What is declared, as {@code 80/tcp}, with all that is published. */
    static Set<String> exposed(List<String> declared, Set<String> published) {
        Set<String> exposed = new LinkedHashSet<>();
        declared.forEach(port -> exposed.add(withProtocol(port.strip())));
        published.stream()
                .filter(port -> exposed.stream().noneMatch(range -> covers(range, port)))
                .forEach(exposed::add);
        return exposed;
    }

    static String withProtocol(String port) {
        return port.contains("/") ? port : port + "/tcp";
    }

    private static boolean covers(String range, String port) {
        String[] wide = range.split("/", 2);
        String[] one = port.split("/", 2);
        return wide[0].matches("\\d+-\\d+")
                && wide[1].equals(one[1])
                && range(wide[0]).contains(Long.parseLong(one[0]));
    }

    /** Splits at colons, except for those of an address in brackets. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>(List.of(""));
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ':' && depth == 0) {
                parts.add("");
            } else {
                parts.set(parts.size() - 1, parts.getLast() + c);
            }
        }
        if (depth != 0) {
            throw new ModuleFailure("Cannot find closing \"]\" in input \"" + text + "\" for opening \"[\" at index "
                    + (text.indexOf('[') + 1) + "!");
        }
        return parts;
    }

    private static String address(String text) {
        if (IPV6.matcher(text).matches()) {
            return text.substring(1, text.length() - 1);
        }
        if (!IPV4.matcher(text).matches()) {
            throw new ModuleFailure(
                    "Bind addresses for published ports must be IPv4 or IPv6 addresses, not hostnames. Use the dig"
                            + " lookup to resolve hostnames. (Found hostname: " + text + ")");
        }
        return text;
    }

    private static List<Long> range(String text) {
        boolean range = text.contains("-");
        if (!text.matches(range ? "\\d{1,5}-\\d{1,5}" : "\\d{1,5}")) {
            throw new ModuleFailure("Invalid port" + (range ? " range" : "") + ": \"" + text + "\"");
        }
        String[] ends = text.split("-");
        long first = Long.parseLong(ends[0]);
        long last = Long.parseLong(ends[ends.length - 1]);
        if (last < first) {
            throw new ModuleFailure("Invalid port range: \"" + text + "\"");
        }
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** The address that ports are bound to where none is named. */
    static String defaultAddress(String given) {
        if (given.isEmpty() || IPV4.matcher(given).matches()) {
            return given;
        }
        if (given.matches("\\[?[0-9a-fA-F:]+]?")) {
            return given.replaceAll("[\\[\\]]", "");
        }
        throw new ModuleFailure(
                "The value of default_host_ip must be an empty string, an IPv4 address, or an IPv6 address. Got \""
                        + given + "\" instead.");
    }
}
