package io.slipway.common.template;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the filter {@code ipaddr} is asked about one address or network. The answers are those of ansible.utils 2.8: {@code null} where
 * there is nothing to say, {@code false} or an error where the question makes no sense.
 *
 * @param net what is asked about
 * @param hasPrefix whether it was written with a prefix
 * @param value as it was given, unless that was a number
 */
record IpQuery(IpNetwork net, boolean hasPrefix, String value) {

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger FOUR = BigInteger.valueOf(4);
    private static final BigInteger MAPPED = BigInteger.valueOf(0xffffL).shiftLeft(32);

    /** The answer to one question. */
    @FunctionalInterface
    interface Answer {
        @Nullable
        Object to(IpQuery asked);
    }

    static final Map<String, Answer> ANSWERS = answers();

    private static Map<String, Answer> answers() {
        Map<String, Answer> all = new HashMap<>();
        all.put("", IpQuery::written);
        all.put("6to4", IpQuery::sixToFour);
        all.put("bool", q -> true);
        all.put("broadcast", q -> q.isLargerThan(TWO) ? String.valueOf(q.net.broadcast()) : null);
        all.put("cidr", q -> q.net.toString());
        all.put("first_usable", q -> q.usable(q.networkOnly().firstUsable()));
        all.put("last_usable", q -> q.usable(q.networkOnly().lastUsable()));
        all.put("range_usable", q -> q.networkOnly().isSingle() ? null : q.firstUsable() + "-" + q.lastUsable());
        all.put("next_usable", q -> q.networkOnly().neighbour(BigInteger.ONE));
        all.put("previous_usable", q -> q.networkOnly().neighbour(BigInteger.ONE.negate()));
        all.put("peer", q -> q.networkOnly().peer());
        all.put("host", q -> q.isSingle() ? q.net.toString() : q.mayBeHost(false) ? q.net.toString() : null);
        all.put("int", q -> q.hasPrefix ? q.number() + "/" + q.net.prefix() : Numbers.shrink(q.number()));
        all.put("ip/prefix", q -> q.isHostOfNetwork() ? q.net.toString() : null);
        all.put("ip_netmask", q -> q.isHostOfNetwork() ? q.ip() + " " + q.net.netmask() : null);
        all.put("link-local", q -> q.ifWithin(q.address(), "169.254.0.0/16", "fe80::/10"));
        all.put("multicast", q -> q.ifWithin(q.net, "224.0.0.0/4", "ff00::/8"));
        all.put("unicast", q -> q.ifWithin(q.net, "224.0.0.0/4", "ff00::/8") == null ? q.value : null);
        all.put("net", q -> !q.isSingle() && q.isFirst() ? q.net.network().toString() : null);
        all.put("netmask", q -> q.net.netmask().toString());
        all.put("network_netmask", q -> q.net.first() + " " + q.net.netmask());
        all.put("network_wildcard", q -> q.net.first() + " " + q.net.hostmask());
        all.put("prefix", q -> (long) q.net.prefix());
        all.put("private", q -> q.isPrivate(q.net) ? q.value : null);
        all.put("public", q -> q.isPublic() ? q.value : null);
        all.put("revdns", q -> q.net.address().reverseName());
        all.put("size", q -> Numbers.shrink(q.net.size()));
        all.put("size_usable", q -> Numbers.shrink(q.sizeUsable()));
        all.put("type", q -> q.isSingle() || !q.isFirst() ? "address" : "network");
        all.put("version", q -> (long) q.net.version());
        all.put("wrap", IpQuery::wrapped);
        together(
                all, IpQuery::addressWithPrefix, "address/prefix", "gateway", "gw", "host/prefix", "hostnet", "router");
        together(all, q -> q.isSingle() || q.mayBeHost(true) ? q.ip() : null, "address", "ip");
        together(all, q -> q.net.hostmask().toString(), "hostmask", "wildcard");
        together(all, q -> q.isLoopback() ? q.value : null, "lo", "loopback");
        together(all, q -> q.net.first().toString(), "network", "network_id");
        together(all, q -> q.net.network().toString(), "network/prefix", "subnet");
        together(all, IpQuery::asFour, "ipv4", "v4");
        together(all, IpQuery::asSix, "ipv6", "v6");
        return Map.copyOf(all);
    }

    private static void together(Map<String, Answer> all, Answer answer, String... names) {
        for (String name : names) {
            all.put(name, answer);
        }
    }

    /** In its usual form, with a prefix if it had one. */
    String written() {
        return hasPrefix ? net.toString() : ip();
    }

    private String ip() {
        return net.address().toString();
    }

    private BigInteger number() {
        return net.address().value();
    }

    private boolean isSingle() {
        return net.size().equals(BigInteger.ONE);
    }

    private boolean isLargerThan(BigInteger size) {
        return net.size().compareTo(size) > 0;
    }

    private boolean isFirst() {
        return net.address().equals(net.first());
    }

    private boolean isHostOfNetwork() {
        return net.size().equals(TWO) || (!isSingle() && !isFirst());
    }

    /** Not the address that stands for the network; in IPv6 that one may be a host if {@code leniently}. */
    private boolean mayBeHost(boolean leniently) {
        return !isFirst() || net.broadcast() == null || (leniently && net.version() == 6);
    }

    private Object addressWithPrefix() {
        boolean reserved = isFirst() || net.address().equals(net.broadcast());
        return isLargerThan(TWO) && reserved ? (Object) false : net.toString();
    }

    private IpQuery networkOnly() {
        if (!hasPrefix) {
            throw TemplateException.of("Not a network address");
        }
        return this;
    }

    IpAddress firstUsable() {
        return isLargerThan(TWO) ? net.first().plus(BigInteger.ONE) : net.first();
    }

    IpAddress lastUsable() {
        return isLargerThan(TWO) ? net.last().plus(BigInteger.ONE.negate()) : net.last();
    }

    private @Nullable String usable(IpAddress address) {
        return isSingle() ? null : address.toString();
    }

    /** The address that many further on, if hosts of the network can have it. */
    @Nullable
    String neighbour(BigInteger distance) {
        BigInteger wanted = number().add(distance);
        boolean inside = !isSingle()
                && wanted.compareTo(firstUsable().value()) >= 0
                && wanted.compareTo(lastUsable().value()) <= 0;
        if (wanted.signum() < 0 || wanted.bitLength() > net.width()) {
            throw TemplateException.of("there is no address beyond " + net.address());
        }
        return inside ? new IpAddress(net.version(), wanted).toString() : null;
    }

    private String peer() {
        boolean two = net.size().equals(TWO);
        if (!two && !net.size().equals(FOUR)) {
            throw TemplateException.of("Not a point-to-point network");
        }
        int last = number().intValue() & 3;
        if (!two && (last == 0 || last == 3)) {
            throw TemplateException.of((last == 0 ? "Network" : "Broadcast") + " address of /30 has no peer");
        }
        BigInteger other = number().xor(BigInteger.valueOf(two ? 1 : 3));
        return new IpAddress(net.version(), other).toString();
    }

    private BigInteger sizeUsable() {
        return isSingle() ? BigInteger.ZERO : isLargerThan(TWO) ? net.size().subtract(TWO) : TWO;
    }

    private IpNetwork address() {
        return new IpNetwork(net.address(), net.width());
    }

    private @Nullable String ifWithin(IpNetwork part, String four, String six) {
        return isWithin(part, four) || isWithin(part, six) ? value : null;
    }

    private static boolean isWithin(IpNetwork part, String whole) {
        return IpNetwork.parse(whole).orElseThrow().contains(part);
    }

    private boolean isLoopback() {
        return isWithin(address(), "127.0.0.0/8") || isWithin(address(), "::1/128");
    }

    private boolean isPrivate(IpNetwork part) {
        for (String range : new String[] {
            "10.0.0.0/8",
            "100.64.0.0/10",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "239.0.0.0/8",
            "169.254.0.0/16",
            "fc00::/7",
            "fec0::/10",
            "fe80::/10"
        }) {
            if (isWithin(part, range)) {
                return true;
            }
        }
        return false;
    }

    private boolean isPublic() {
        IpNetwork alone = address();
        BigInteger all = BigInteger.ONE.shiftLeft(net.width()).subtract(BigInteger.ONE);
        return ifWithin(alone, "224.0.0.0/4", "ff00::/8") == null
                && !isPrivate(alone)
                && !isLoopback()
                && !isMask(number().xor(all))
                && !isMask(number());
    }

    /** Whether bits that are set follow bits that are not. */
    private static boolean isMask(BigInteger number) {
        return number.and(number.add(BigInteger.ONE)).signum() == 0;
    }

    private @Nullable Object sixToFour() {
        if (net.version() == 6) {
            boolean inside = isWithin(address(), "2002::/16") && (!hasPrefix || !isFirst());
            return inside ? value : (Object) false;
        }
        if (!isSingle() && isFirst()) {
            return false;
        }
        boolean either = isPrivate(address()) || isPublic();
        int number = number().intValue();
        return either ? String.format("2002:%04x:%04x::1/48", number >>> 16, number & 0xffff) : (Object) false;
    }

    private Object asFour() {
        if (net.version() == 4) {
            return value;
        }
        BigInteger number = number().bitLength() <= 32 ? number() : number().subtract(MAPPED);
        boolean fits = number.signum() >= 0 && number.bitLength() <= 32 && net.prefix() >= 96;
        return fits ? new IpNetwork(new IpAddress(4, number), net.prefix() - 96).toString() : (Object) false;
    }

    private Object asSix() {
        return net.version() == 6
                ? value
                : new IpNetwork(new IpAddress(6, number().add(MAPPED)), net.prefix() + 96).toString();
    }

    private Object wrapped() {
        return net.version() == 4 ? value : "[" + ip() + "]" + (hasPrefix ? "/" + net.prefix() : "");
    }
}
