package io.slipway.common.template;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filters {@code ipaddr}, {@code ipv4}, {@code ipv6} and {@code ipwrap} of the collection ansible.utils. */
final class IpFilters {

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final int ANY = 0;

    private IpFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        ofUtils(
                engine,
                "ipaddr",
                "query? version? alias?",
                (v, a, c) -> checked(v, a.text("query", ""), Math.toIntExact(Math.clamp(version(a), 0, 9)), "ipaddr"));
        ofUtils(engine, "ipv4", "query?", (v, a, c) -> checked(v, a.text("query", ""), 4, "ipv4"));
        ofUtils(engine, "ipv6", "query?", (v, a, c) -> checked(v, a.text("query", ""), 6, "ipv6"));
        ofUtils(engine, "ipwrap", "query?", (v, a, c) -> wrap(v));
    }

    /** Under its short name, and under those of the collection it is in now and of the one it was in before. */
    static void ofUtils(TemplateEngine.Builder engine, String name, String parameters, Filter filter) {
        engine.filter(name, parameters, filter)
                .filter("ansible.utils." + name, parameters, filter)
                .filter("ansible.netcommon." + name, parameters, filter);
    }

    private static long version(Arguments args) {
        Object version = args.any("version");
        return version == null || version instanceof Boolean ? ANY : args.integer("version");
    }

    private static @Nullable Object checked(@Nullable Object value, String query, int version, String alias) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        boolean fits = value instanceof String
                || value instanceof Boolean
                || Python.isInteger(value)
                || (value instanceof List<?> && !(value instanceof PyTuple));
        if (!fits) {
            throw TemplateException.of("Unrecognized type <" + Python.typeName(value) + "> for " + alias + " filter");
        }
        return ask(value, query, version, alias, 0);
    }

    /** The answer about an address or network, or those about each of a list that there is something to say about. */
    static @Nullable Object ask(@Nullable Object value, String query) {
        return ask(value, query, ANY, "ipaddr", 0);
    }

    private static @Nullable Object ask(@Nullable Object value, String query, int version, String alias, int depth) {
        if (value instanceof List<?> list && depth < Bounds.MAX_DATA_DEPTH) {
            List<@Nullable Object> answers = new ArrayList<>();
            for (Object element : list) {
                Object answer = ask(element, query, version, alias, depth + 1);
                if (Python.truthy(answer)) {
                    answers.add(answer);
                }
            }
            return answers;
        }
        Optional<IpQuery> parsed = !Python.truthy(value) || value instanceof Boolean
                ? Optional.empty()
                : parse(Python.str(value), version);
        return parsed.isEmpty() || (version != ANY && parsed.get().net().version() != version)
                ? (Object) false
                : answer(parsed.get(), query, alias);
    }

    /** An address or network as written; a number, alone or with a prefix, is an IPv4 address if it is small enough. */
    static Optional<IpQuery> parse(String text, int version) {
        if (DIGITS.matcher(text).matches()) {
            return number(text, version == 6 ? 6 : 4, -1)
                    .or(() -> number(text, 6, -1))
                    .map(net -> new IpQuery(net, false, net.toString()));
        }
        Optional<IpNetwork> written = IpNetwork.parse(text);
        int slash = text.indexOf('/');
        if (written.isPresent()) {
            return Optional.of(new IpQuery(written.get(), slash >= 0, text));
        }
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        if (slash < 0 || !DIGITS.matcher(text.substring(0, slash)).matches() || !prefix.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        String address = text.substring(0, slash);
        int bits = Integer.parseInt(prefix);
        return number(address, 4, bits)
                .or(() -> number(address, 6, bits))
                .map(net -> new IpQuery(net, true, net.toString()));
    }

    private static Optional<IpNetwork> number(String digits, int version, int prefix) {
        if (digits.length() > 40) {
            return Optional.empty();
        }
        try {
            IpAddress address = new IpAddress(version, new BigInteger(digits));
            return Optional.of(new IpNetwork(address, prefix < 0 ? address.width() : prefix));
        } catch (IllegalArgumentException tooLarge) {
            return Optional.empty();
        }
    }

    private static @Nullable Object answer(IpQuery asked, String query, String alias) {
        IpQuery.Answer answer = IpQuery.ANSWERS.get(query);
        if (answer != null) {
            return answer.to(asked);
        }
        boolean number = query.matches("[-+]?[0-9]{1,40}");
        Optional<IpNetwork> range = number ? Optional.empty() : IpNetwork.parse(query);
        if (range.isPresent()) {
            return range.get().contains(asked.net()) ? asked.value() : null;
        }
        if (!number) {
            throw TemplateException.of(alias + ": unknown filter type: " + query);
        }
        return asked.net().size().equals(BigInteger.ONE)
                ? asked.written()
                : nth(asked.net(), new BigInteger(query))
                        .<Object>map(address -> address + "/" + asked.net().prefix())
                        .orElse(false);
    }

    /** The address at a place in a network, counted from its end if negative; empty beyond. */
    static Optional<IpAddress> nth(IpNetwork net, BigInteger place) {
        BigInteger index = place.signum() < 0 ? place.add(net.size()) : place;
        return index.signum() >= 0 && index.compareTo(net.size()) < 0
                ? Optional.of(net.first().plus(index))
                : Optional.empty();
    }

    /** Addresses of IPv6 in brackets, everything else as it is. */
    private static @Nullable Object wrap(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> wrapped = new ArrayList<>();
            list.forEach(element -> wrapped.add(Python.truthy(ask(element, "")) ? ask(element, "wrap") : element));
            return wrapped;
        }
        if (!(value instanceof String) && !(value instanceof Boolean)) {
            throw TemplateException.of("Unrecognized type <" + Python.typeName(value) + "> for ipwrap filter");
        }
        Object known = ask(value, "");
        return Python.truthy(known) ? ask(known, "wrap") : value;
    }
}
