package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Network interfaces and addresses, from {@code /sys/class/net} and {@code ip}, in the order in which the kernel lists the interfaces. */
final class NetworkFacts implements Collector {

    private static final Map<String, String> TYPES = Map.of(
            "1", "ether",
            "32", "infiniband",
            "512", "ppp",
            "772", "loopback",
            "65534", "tunnel");
    private static final Pattern TIMESTAMPING = Pattern.compile("SOF_TIMESTAMPING_(\\w+)");
    private static final Pattern TIMESTAMP_FILTER = Pattern.compile("HWTSTAMP_FILTER_(\\w+)");
    private static final Pattern CLOCK = Pattern.compile("PTP Hardware Clock: (\\d+)");

    @Override
    public String name() {
        return "network";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("interfaces", "default_ipv4", "default_ipv6", "all_ipv4_addresses", "all_ipv6_addresses");
    }

    @Override
    public Set<String> needs() {
        return Set.of("distribution", "platform");
    }

    @Override
    public String script() {
        return """
                _lines=
                _attribute() {
                  _value=
                  { IFS= read -r _value <"$2"; } 2>/dev/null
                  [ -z "$_value" ] || _lines="$_lines$1=$_value
                "
                }
                for _dev in $(ls -U /sys/class/net 2>/dev/null || ls /sys/class/net 2>/dev/null); do
                  _dev=/sys/class/net/$_dev
                  [ -d "$_dev" ] || continue
                  _lines=
                  for _name in address mtu operstate type speed flags bridge/bridge_id bridge/stp_state bonding/slaves bonding/mode \\
                    bonding/miimon bonding/lacp_rate bonding/primary bonding/all_slaves_active bonding_slave/perm_hwaddr; do
                    [ ! -e "$_dev/$_name" ] || _attribute "$_name" "$_dev/$_name"
                  done
                  if [ -e "$_dev/device" ]; then
                    _lines="${_lines}pciid=$(basename "$(readlink "$_dev/device")")
                "
                    [ ! -e "$_dev/device/driver/module" ] || _lines="${_lines}module=$(basename "$(readlink -f "$_dev/device/driver/module")")
                "
                  fi
                  if [ -d "$_dev/bridge" ]; then
                    _lines="${_lines}ports=$(cd "$_dev/brif" 2>/dev/null && echo *)
                "
                  fi
                  tell "net ${_dev##*/}" "$_lines"
                  if command -v ethtool >/dev/null 2>&1; then
                    ask "features ${_dev##*/}" ethtool -k "${_dev##*/}"
                    ask "timestamps ${_dev##*/}" ethtool -T "${_dev##*/}"
                  fi
                done
                ask addresses ip -o addr show
                ask route4 ip -4 route get 8.8.8.8
                ask route6 ip -6 route get 2404:6800:400a:800::1012
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, Map<String, @Nullable Object>> interfaces = new LinkedHashMap<>();
        found.texts().keySet().stream().filter(key -> key.startsWith("net ")).forEach(key -> {
            String device = key.substring("net ".length());
            interfaces.put(device, device(device, found));
        });
        Addresses addresses = new Addresses(interfaces, route(found, "route4"), route(found, "route6"));
        List<String> order = List.copyOf(interfaces.keySet());
        found.lines("addresses").stream()
                .sorted(Comparator.comparingInt(line -> order.indexOf(Addresses.device(line))))
                .forEach(addresses::take);
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put(
                "interfaces",
                interfaces.keySet().stream().map(name -> name.replace(':', '_')).toList());
        interfaces.forEach((name, values) -> facts.put(name.replace(':', '_'), values));
        facts.put("default_ipv4", addresses.default4());
        facts.put("default_ipv6", addresses.default6());
        facts.put("all_ipv4_addresses", addresses.all4());
        facts.put("all_ipv6_addresses", addresses.all6());
        return facts;
    }

    private static Map<String, @Nullable Object> device(String name, Found found) {
        Map<String, String> raw = new LinkedHashMap<>();
        for (String line : found.lines("net " + name)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                raw.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        Map<String, @Nullable Object> device = new LinkedHashMap<>();
        device.put("device", name);
        String mac = raw.getOrDefault("address", "");
        if (!mac.isEmpty() && !mac.equals("00:00:00:00:00:00")) {
            device.put("macaddress", mac);
        }
        number(raw, "mtu", device);
        if (raw.containsKey("operstate")) {
            device.put("active", !raw.get("operstate").equals("down"));
        }
        copy(raw, "module", device, "module");
        if (raw.containsKey("type")) {
            device.put("type", TYPES.getOrDefault(raw.get("type"), "unknown"));
        }
        if (raw.containsKey("ports")) {
            device.put("type", "bridge");
            device.put(
                    "interfaces",
                    words(raw.get("ports")).stream()
                            .filter(port -> !port.equals("*"))
                            .toList());
            copy(raw, "bridge/bridge_id", device, "id");
            device.put("stp", "1".equals(raw.get("bridge/stp_state")));
        }
        if (raw.containsKey("bonding/mode")) {
            bond(raw, device);
        }
        copy(raw, "bonding_slave/perm_hwaddr", device, "perm_macaddress");
        copy(raw, "pciid", device, "pciid");
        number(raw, "speed", device);
        if (raw.getOrDefault("flags", "").matches("0x[0-9a-fA-F]+")) {
            device.put("promisc", (Integer.decode(raw.get("flags")) & 0x100) != 0);
        }
        ethtool(found, name, device);
        return device;
    }

    private static void bond(Map<String, String> raw, Map<String, @Nullable Object> device) {
        device.put("type", "bonding");
        device.put("slaves", words(raw.getOrDefault("bonding/slaves", "")));
        for (String name : List.of("mode", "miimon", "lacp_rate")) {
            device.put(name, raw.getOrDefault("bonding/" + name, "").split(" ", 2)[0]);
        }
        if (raw.containsKey("bonding/primary")) {
            device.put("primary", raw.get("bonding/primary"));
            device.put("all_slaves_active", "1".equals(raw.get("bonding/all_slaves_active")));
        }
    }

    private static void ethtool(Found found, String name, Map<String, @Nullable Object> device) {
        Map<String, @Nullable Object> features = new LinkedHashMap<>();
        for (String line : found.lines("features " + name)) {
            int colon = line.indexOf(": ");
            if (colon > 0 && !line.substring(colon + 2).isBlank()) {
                features.put(
                        line.substring(0, colon).strip().replace('-', '_'),
                        line.substring(colon + 2).strip());
            }
        }
        if (!features.isEmpty()) {
            device.put("features", features);
        }
        String timestamps = found.text("timestamps " + name);
        if (!timestamps.isEmpty()) {
            device.put("timestamping", all(TIMESTAMPING, timestamps));
            device.put("hw_timestamp_filters", all(TIMESTAMP_FILTER, timestamps));
            Matcher clock = CLOCK.matcher(timestamps);
            if (clock.find()) {
                device.put("phc_index", Long.valueOf(clock.group(1)));
            }
        }
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).toLowerCase(Locale.ROOT))
                .toList();
    }

    /** The words that matter of the first line of {@code ip route get}. */
    private static Map<String, @Nullable Object> route(Found found, String name) {
        Map<String, @Nullable Object> route = new LinkedHashMap<>();
        List<String> words = words(found.text(name).lines().findFirst().orElse(""));
        Map<String, String> wanted = Map.of("dev", "interface", "src", "address", "via", "gateway");
        for (int i = 1; i + 1 < words.size(); i++) {
            if (wanted.containsKey(words.get(i)) && !words.getFirst().equals("unreachable")) {
                route.put(wanted.get(words.get(i)), words.get(i + 1));
            }
        }
        return route;
    }

    private static List<String> words(@Nullable String text) {
        return text == null || text.isBlank()
                ? new ArrayList<>()
                : List.of(text.strip().split("\\s+"));
    }

    private static void number(Map<String, String> raw, String name, Map<String, @Nullable Object> device) {
        if (raw.getOrDefault(name, "").matches("-?\\d{1,18}")) {
            device.put(name, Long.valueOf(raw.get(name)));
        }
    }

    private static void copy(Map<String, String> raw, String from, Map<String, @Nullable Object> device, String to) {
        if (raw.containsKey(from)) {
            device.put(to, raw.get(from));
        }
    }
}
