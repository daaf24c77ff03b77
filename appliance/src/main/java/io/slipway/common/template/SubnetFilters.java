package io.slipway.common.template;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The filters of the collection ansible.utils that compute with networks. */
final class SubnetFilters {

    private SubnetFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        IpFilters.ofUtils(engine, "ipsubnet", "query? index?", (v, a, c) -> subnet(v, a));
        IpFilters.ofUtils(engine, "nthhost", "query?", (v, a, c) -> nthHost(v, a.text("query", "")));
        IpFilters.ofUtils(engine, "ipmath", "amount", (v, a, c) -> math(TextFilters.needString(v, "ipmath"), a));
        IpFilters.ofUtils(
                engine,
                "next_nth_usable",
                "offset",
                (v, a, c) -> neighbour(v, BigInteger.valueOf(a.integer("offset"))));
        IpFilters.ofUtils(
                engine,
                "previous_nth_usable",
                "offset",
                (v, a, c) ->
                        neighbour(v, BigInteger.valueOf(a.integer("offset")).negate()));
        IpFilters.ofUtils(engine, "network_in_network", "test", (v, a, c) -> inside(a.any("test"), needed(v), false));
        IpFilters.ofUtils(engine, "network_in_usable", "test", (v, a, c) -> inside(a.any("test"), needed(v), true));
        IpFilters.ofUtils(engine, "reduce_on_network", "network", (v, a, c) -> reduced(v, needed(a.any("network"))));
        IpFilters.ofUtils(engine, "cidr_merge", "action?", (v, a, c) -> merge(v, a.text("action", "merge")));
        IpFilters.ofUtils(engine, "ip4_hex", "delimiter?", (v, a, c) -> hex(Python.str(v), a.text("delimiter", "")));
        engine.filter("ansible.utils.usable_range", "", (v, a, c) -> usableRange(Python.str(v)));
    }

    /** An address or a network without its host bits; empty for anything else. */
    private static Optional<IpQuery> normal(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value == null || value instanceof Boolean || !Python.truthy(value)
                ? Optional.empty()
                : IpFilters.parse(Python.str(value), 0);
    }

    private static IpNetwork needed(@Nullable Object value) {
        return normal(value)
                .map(IpQuery::net)
                .orElseThrow(() -> TemplateException.of("'" + Python.str(value) + "' is no IP address or network"));
    }

    private static @Nullable Object nthHost(@Nullable Object value, String query) {
        Optional<IpQuery> asked = normal(value);
        if (asked.isEmpty() || !query.matches("\\s*[-+]?[0-9]{1,40}\\s*")) {
            return false;
        }
        return IpFilters.nth(asked.get().net(), new BigInteger(query.strip()))
                .<Object>map(IpAddress::toString)
                .orElse(false);
    }

    private static String math(String value, Arguments args) {
        Optional<IpAddress> address =
                value.contains("/") ? IpNetwork.parse(value).map(IpNetwork::address) : IpAddress.parse(value);
        IpAddress start = address.orElseThrow(
                () -> TemplateException.of("You must pass a valid IP address; " + value + " is invalid"));
        try {
            return start.plus(BigInteger.valueOf(args.integer("amount"))).toString();
        } catch (IllegalArgumentException e) {
            throw TemplateException.of("there is no such address: " + value + " + " + args.integer("amount"));
        }
    }

    private static @Nullable Object neighbour(@Nullable Object value, BigInteger distance) {
        Optional<IpQuery> asked = normal(value);
        return asked.isEmpty() ? false : asked.get().neighbour(distance);
    }

    private static boolean inside(@Nullable Object part, IpNetwork whole, boolean usable) {
        IpNetwork inner = needed(part);
        IpQuery outer = new IpQuery(whole, true, "");
        boolean all = !usable || whole.size().equals(BigInteger.ONE);
        IpAddress first = all ? whole.first() : outer.firstUsable();
        IpAddress last = all ? whole.last() : outer.lastUsable();
        return first.compareTo(inner.first()) <= 0 && inner.last().compareTo(last) <= 0;
    }

    private static List<@Nullable Object> reduced(@Nullable Object value, IpNetwork network) {
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object address : Python.iterate(value)) {
            if (inside(address, network, false)) {
                kept.add(address);
            }
        }
        return kept;
    }

    private static @Nullable Object subnet(@Nullable Object value, Arguments args) {
        Optional<IpQuery> asked = normal(value);
        if (asked.isEmpty()) {
            return false;
        }
        IpNetwork net = asked.get().net().network();
        String query = args.text("query", "");
        if (query.isEmpty()) {
            return net.toString();
        }
        if (!query.matches("[0-9]+")) {
            return place(net, query);
        }
        if (query.length() > 4 || Integer.parseInt(query) > net.width()) {
            return false;
        }
        int prefix = Integer.parseInt(query);
        boolean single = net.size().equals(BigInteger.ONE);
        if (args.any("index") == null) {
            return single ? supernet(net, prefix, 0) : count(net, prefix);
        }
        long index = args.any("index") instanceof String text && text.matches("-?[0-9]{1,9}")
                ? Long.parseLong(text)
                : args.integer("index");
        return single ? supernet(net, prefix, index) : nthSubnet(net, prefix, BigInteger.valueOf(index));
    }

    /** The networks around an address, from that of {@code prefix} down to it. */
    private static Object supernet(IpNetwork net, int prefix, long index) {
        if (index > net.width() + 1 - index || index < prefix - net.width()) {
            return false;
        }
        long bits = index < 0 ? net.prefix() + index : prefix + index;
        if (bits < prefix || bits >= net.prefix()) {
            throw TemplateException.of("there is no network " + index + " between /" + prefix + " and " + net);
        }
        return new IpNetwork(net.address(), (int) bits).network().toString();
    }

    private static String count(IpNetwork net, int prefix) {
        if (prefix < net.prefix()) {
            throw TemplateException.of("Requested subnet size of " + prefix + " is invalid");
        }
        return BigInteger.ONE.shiftLeft(prefix - net.prefix()).toString();
    }

    private static Object nthSubnet(IpNetwork net, int prefix, BigInteger index) {
        if (prefix < net.prefix()) {
            return index.signum() == 0 ? net.first() + "/" + prefix : (Object) false;
        }
        BigInteger all = BigInteger.ONE.shiftLeft(prefix - net.prefix());
        BigInteger place = index.signum() < 0 ? index.add(all) : index;
        if (place.signum() < 0 || place.compareTo(all) >= 0) {
            return false;
        }
        return new IpNetwork(net.first().plus(place.shiftLeft(net.width() - prefix)), prefix).toString();
    }

    /** The how-manieth subnet of its size in another network this one is, counted from 1. */
    private static String place(IpNetwork net, String query) {
        IpNetwork whole = normal(query)
                .map(asked -> asked.net().network())
                .orElseThrow(() ->
                        TemplateException.of("You must pass a valid subnet or IP address; " + query + " is invalid"));
        if (!whole.contains(net)) {
            throw TemplateException.of(net + " is not in the subnet " + whole);
        }
        BigInteger offset = net.first().value().subtract(whole.first().value());
        return offset.shiftRight(net.width() - net.prefix()).add(BigInteger.ONE).toString();
    }

    private static @Nullable Object merge(@Nullable Object value, String action) {
        List<IpNetwork> networks = new ArrayList<>();
        for (Object item : Python.iterate(value)) {
            networks.add(IpNetwork.parse(Python.str(item))
                    .orElseThrow(() -> TemplateException.of("cidr_merge: invalid IPNetwork " + Python.str(item))));
        }
        return switch (action) {
            case "merge" -> merged(networks);
            case "span" -> networks.isEmpty() ? null : span(networks);
            default -> throw TemplateException.of("cidr_merge: invalid action '" + action + "'");
        };
    }

    private static List<@Nullable Object> merged(List<IpNetwork> networks) {
        List<IpNetwork> sorted = new ArrayList<>(networks);
        sorted.sort(Comparator.comparing(IpNetwork::first).thenComparingInt(IpNetwork::prefix));
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = 0; i < sorted.size(); ) {
            IpAddress first = sorted.get(i).first();
            IpAddress last = sorted.get(i).last();
            int begin = i++;
            while (i < sorted.size() && touches(sorted.get(i), last)) {
                last = last.compareTo(sorted.get(i).last()) < 0 ? sorted.get(i).last() : last;
                i++;
            }
            if (i == begin + 1) {
                all.add(sorted.get(begin).toString());
            } else {
                split(first, last, all);
            }
        }
        return all;
    }

    private static boolean touches(IpNetwork next, IpAddress last) {
        return next.version() == last.version()
                && next.first().value().compareTo(last.value().add(BigInteger.ONE)) <= 0;
    }

    /** The fewest networks that are exactly what lies between two addresses. */
    private static void split(IpAddress first, IpAddress last, List<@Nullable Object> into) {
        BigInteger at = first.value();
        while (at.compareTo(last.value()) <= 0) {
            int bits = at.signum() == 0 ? first.width() : Math.min(at.getLowestSetBit(), first.width());
            BigInteger left = last.value().subtract(at).add(BigInteger.ONE);
            bits = Math.min(bits, left.bitLength() - 1);
            into.add(new IpNetwork(new IpAddress(first.version(), at), first.width() - bits).toString());
            at = at.add(BigInteger.ONE.shiftLeft(bits));
        }
    }

    private static String span(List<IpNetwork> networks) {
        if (networks.size() == 1) {
            return networks.getFirst().toString();
        }
        IpAddress first = networks.stream()
                .map(IpNetwork::first)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        IpAddress last = networks.stream()
                .map(IpNetwork::last)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        if (first.version() != last.version()) {
            throw TemplateException.of("IP sequence cannot contain both IPv4 and IPv6!");
        }
        int prefix = networks.stream().mapToInt(IpNetwork::prefix).min().orElseThrow();
        while (!new IpNetwork(first, prefix).contains(new IpNetwork(last, last.width()))) {
            prefix--;
        }
        return new IpNetwork(first, prefix).network().toString();
    }

    private static String hex(String value, String delimiter) {
        IpAddress address = IpAddress.parse(value)
                .filter(ip -> ip.version() == 4)
                .orElseThrow(() -> TemplateException.of("ip4_hex needs an IPv4 address, not '" + value + "'"));
        String digits = String.format("%08x", address.value().intValue());
        return String.join(
                delimiter, digits.substring(0, 2), digits.substring(2, 4), digits.substring(4, 6), digits.substring(6));
    }

    private static Map<String, @Nullable Object> usableRange(String value) {
        IpNetwork net = IpNetwork.parse(value)
                .filter(parsed -> parsed.first().equals(parsed.address()))
                .orElseThrow(() -> TemplateException.of("'" + value + "' is no network"));
        Bounds.items(
                net.size().bitLength() > 31 ? Integer.MAX_VALUE : net.size().longValue());
        List<@Nullable Object> addresses = new ArrayList<>();
        for (long i = 0; i < net.size().longValue(); i++) {
            addresses.add(net.first().plus(BigInteger.valueOf(i)).toString());
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("usable_ips", addresses);
        result.put("number_of_ips", net.size().longValue());
        return result;
    }
}
