package io.slipway.common.template;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The tests of the collection ansible.utils on addresses. What is no address at all passes none of them. */
final class AddressTests {

    private static final Pattern MAC = Pattern.compile(
            "([0-9a-f]{2}[:-]){5}[0-9a-f]{2}|[0-9a-f]{4}\\.[0-9a-f]{4}\\.[0-9a-f]{4}|[0-9a-f]{12}",
            Pattern.CASE_INSENSITIVE);

    /** What the registries of RFC 6890 do not route globally, as Python has it. */
    private static final List<IpNetwork> PRIVATE = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "240.0.0.0/4",
            "::1/128",
            "::/128",
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "2002::/16",
            "fc00::/7",
            "fe80::/10");

    private static final List<IpNetwork> NOT_PRIVATE = networks(
            "192.0.0.9/32",
            "192.0.0.10/32",
            "2001:1::1/128",
            "2001:1::2/128",
            "2001:3::/32",
            "2001:4:112::/48",
            "2001:20::/28",
            "2001:30::/28");

    private static final List<IpNetwork> MAPPED = networks("::ffff:0:0/96");

    private static final List<IpNetwork> RESERVED = networks(
            "240.0.0.0/4",
            "::/8",
            "100::/8",
            "200::/7",
            "400::/6",
            "800::/5",
            "1000::/4",
            "4000::/3",
            "6000::/3",
            "8000::/3",
            "a000::/3",
            "c000::/3",
            "e000::/4",
            "f000::/5",
            "f800::/6",
            "fe00::/9");

    private static final List<IpNetwork> SHARED = networks("100.64.0.0/10");
    private static final List<IpNetwork> LOOPBACK = networks("127.0.0.0/8", "::1/128");
    private static final List<IpNetwork> MULTICAST = networks("224.0.0.0/4", "ff00::/8");
    private static final List<IpNetwork> UNSPECIFIED = networks("0.0.0.0/32", "::/128");

    private AddressTests() {}

    private static List<IpNetwork> networks(String... texts) {
        return List.of(texts).stream()
                .map(text -> IpNetwork.parse(text).orElseThrow())
                .toList();
    }

    static void addTo(TemplateEngine.Builder engine) {
        add(engine, "ip", v -> network(v).isPresent());
        add(engine, "ipv4", v -> network(v).filter(net -> net.version() == 4).isPresent());
        add(engine, "ipv6", v -> network(v).filter(net -> net.version() == 6).isPresent());
        addressTest(engine, "ip_address", ip -> true);
        addressTest(engine, "ipv4_address", ip -> ip.version() == 4);
        addressTest(engine, "ipv6_address", ip -> ip.version() == 6);
        addressTest(engine, "ipv6_ipv4_mapped", ip -> isWithin(ip, MAPPED));
        addressTest(engine, "ipv6_sixtofour", ip -> isWithin(ip, networks("2002::/16")));
        addressTest(engine, "ipv6_teredo", ip -> isWithin(ip, networks("2001::/32")));
        addressTest(engine, "loopback", ip -> isWithin(ip, LOOPBACK));
        addressTest(engine, "multicast", ip -> isWithin(ip, MULTICAST));
        addressTest(engine, "private", AddressTests::isPrivate);
        addressTest(engine, "public", ip -> !isPrivate(ip) && !isWithin(ip, SHARED));
        addressTest(engine, "reserved", ip -> isWithin(ip, RESERVED));
        addressTest(engine, "unspecified", ip -> isWithin(ip, UNSPECIFIED));
        add(
                engine,
                "ipv4_netmask",
                v -> mask(v).filter(net -> net.netmask().toString().equals(v)).isPresent());
        add(
                engine,
                "ipv4_hostmask",
                v -> mask(v).filter(net -> net.hostmask().toString().equals(v)).isPresent());
        add(engine, "mac", v -> MAC.matcher(v).matches());
        engine.test("ansible.utils.in_network", "network", (v, a, c) -> isWithin(v, a.any("network")))
                .test("ansible.utils.subnet_of", "network", (v, a, c) -> isWithin(v, a.any("network")))
                .test("ansible.utils.supernet_of", "network", (v, a, c) -> isWithin(a.any("network"), v))
                .test("ansible.utils.in_any_network", "networks", (v, a, c) -> holding(v, a) > 0)
                .test("ansible.utils.in_one_network", "networks", (v, a, c) -> holding(v, a) == 1);
    }

    private static boolean isPrivate(IpAddress ip) {
        if (isWithin(ip, MAPPED)) {
            return isPrivate(new IpAddress(4, ip.value().and(BigInteger.valueOf(0xffffffffL))));
        }
        return isWithin(ip, PRIVATE) && !isWithin(ip, NOT_PRIVATE);
    }

    private static void add(TemplateEngine.Builder engine, String name, Predicate<String> holds) {
        engine.test("ansible.utils." + name, "", (v, a, c) -> holds.test(Python.str(v)));
    }

    private static void addressTest(TemplateEngine.Builder engine, String name, Predicate<IpAddress> holds) {
        add(engine, name, v -> IpAddress.parse(v).filter(holds).isPresent());
    }

    /** As Python's {@code ip_network}: complete, and without bits of a host. */
    private static Optional<IpNetwork> network(String text) {
        String address = text.contains("/") ? text.substring(0, text.indexOf('/')) : text;
        boolean sixWithMask = address.contains(":") && !text.matches("[^/]*(/[0-9]+)?");
        return IpAddress.parse(address).isEmpty() || sixWithMask
                ? Optional.empty()
                : IpNetwork.parse(text).filter(net -> net.address().equals(net.first()));
    }

    private static Optional<IpNetwork> mask(String text) {
        return network("10.0.0.0/" + text);
    }

    private static boolean isWithin(IpAddress ip, List<IpNetwork> networks) {
        IpNetwork alone = new IpNetwork(ip, ip.width());
        return networks.stream().anyMatch(network -> network.contains(alone));
    }

    private static boolean isWithin(@Nullable Object part, @Nullable Object whole) {
        Optional<IpNetwork> inner = network(Python.str(part));
        return inner.isPresent()
                && network(Python.str(whole))
                        .filter(net -> net.contains(inner.get()))
                        .isPresent();
    }

    private static long holding(@Nullable Object value, Arguments args) {
        return Python.iterate(args.any("networks")).stream()
                .filter(network -> isWithin(value, network))
                .count();
    }
}
