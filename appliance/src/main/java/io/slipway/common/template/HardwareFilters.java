package io.slipway.common.template;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The filters {@code hwaddr}, {@code macaddr} and {@code slaac} of the collection ansible.utils. */
final class HardwareFilters {

    private HardwareFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        IpFilters.ofUtils(engine, "hwaddr", "query? alias?", (v, a, c) -> hardware(v, a.text("query", ""), "hwaddr"));
        IpFilters.ofUtils(engine, "macaddr", "query?", (v, a, c) -> hardware(v, a.text("query", ""), "macaddr"));
        IpFilters.ofUtils(engine, "slaac", "query?", (v, a, c) -> slaac(v, a.text("query", "")));
    }

    private static @Nullable Object hardware(@Nullable Object value, String query, String alias) {
        Optional<MacAddress> parsed = MacAddress.parse(Python.str(value));
        if (parsed.isEmpty()) {
            if (query.isEmpty() || query.equals("bool")) {
                return null;
            }
            throw TemplateException.of(alias + ": not a hardware address: " + Python.str(value));
        }
        MacAddress address = parsed.get();
        return switch (query) {
            case "" -> value;
            case "bool" -> true;
            case "int" -> address.value();
            case "bare" -> address.written(12, "", true).toUpperCase(java.util.Locale.ROOT);
            case "cisco" -> address.written(4, ".", true);
            case "eui48", "win" -> address.written(2, "-", true).toUpperCase(java.util.Locale.ROOT);
            case "linux" -> address.written(2, ":", true);
            case "pgsql", "postgresql", "psql" -> address.written(6, ":", true);
            case "unix" -> address.written(2, ":", false);
            default -> throw TemplateException.of(alias + ": unknown filter type: " + query);
        };
    }

    private static Object slaac(@Nullable Object value, String query) {
        Optional<IpQuery> asked = Python.truthy(value) ? IpFilters.parse(Python.str(value), 0) : Optional.empty();
        Optional<MacAddress> card = MacAddress.parse(query);
        if (asked.isEmpty() || asked.get().net().version() != 6 || card.isEmpty()) {
            return false;
        }
        IpAddress network = asked.get().net().first();
        try {
            return card.get().in(network).toString();
        } catch (IllegalArgumentException e) {
            throw TemplateException.of("there is no such address in " + Python.str(value));
        }
    }
}
