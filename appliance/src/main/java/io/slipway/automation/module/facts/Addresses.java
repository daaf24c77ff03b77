package io.slipway.automation.module.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the addresses that {@code ip -o addr} lists to their interfaces, and completes the default ones. */
final class Addresses {

    private final Map<String, Map<String, @Nullable Object>> interfaces;
    private final Map<String, @Nullable Object> default4;
    private final Map<String, @Nullable Object> default6;
    private final List<String> all4 = new ArrayList<>();
    private final List<String> all6 = new ArrayList<>();

    Addresses(
            Map<String, Map<String, @Nullable Object>> interfaces,
            Map<String, @Nullable Object> default4,
            Map<String, @Nullable Object> default6) {
        this.interfaces = interfaces;
        this.default4 = default4;
        this.default6 = default6;
    }

    Map<String, @Nullable Object> default4() {
        return default4;
    }

    Map<String, @Nullable Object> default6() {
        return default6;
    }

    List<String> all4() {
        return all4;
    }

    List<String> all6() {
        return all6;
    }

    static String device(String line) {
        String[] words = line.strip().split("\\s+", 3);
        return words.length > 1 ? words[1] : "";
    }

    /** One line: {@code 2: eth0    inet 10.0.0.5/24 brd 10.0.0.255 scope global eth0\ valid_lft …}. */
    void take(String line) {
        List<String> words = List.of(line.split("\\\\", 2)[0].strip().split("\\s+"));
        if (words.size() < 4) {
            return;
        }
        Map<String, @Nullable Object> device =
                interfaces.computeIfAbsent(words.get(1), name -> new LinkedHashMap<>(Map.of("device", name)));
        if (words.get(2).equals("inet")) {
            take4(words, device);
        } else if (words.get(2).equals("inet6")) {
            take6(words, device);
        }
    }

    private void take4(List<String> words, Map<String, @Nullable Object> device) {
        String[] parts = words.get(3).split("/", 2);
        String address = parts[0];
        String prefix = parts.length > 1 ? parts[1] : "32";
        String label = words.getLast();
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("address", address);
        entry.put("broadcast", after(words, "brd"));
        entry.put("netmask", dotted(mask(prefix)));
        entry.put("network", dotted(bits(address) & mask(prefix)));
        entry.put("prefix", prefix);
        boolean secondary = words.contains("secondary");
        boolean alias = !label.equals(words.get(1));
        Map<String, @Nullable Object> labelled =
                alias ? interfaces.computeIfAbsent(label, name -> new LinkedHashMap<>()) : device;
        if (!secondary && !labelled.containsKey("ipv4")) {
            labelled.put("ipv4", entry);
        } else {
            append(labelled, "ipv4_secondaries", entry);
            if (secondary && alias) {
                append(device, "ipv4_secondaries", entry);
            }
        }
        if (address.equals(default4.get("address"))) {
            entry.forEach((name, value) -> {
                if (!name.equals("address")) {
                    default4.put(name, value);
                }
            });
            complete(default4, device);
            default4.put("alias", label);
        }
        if (!address.startsWith("127.")) {
            all4.add(address);
        }
    }

    private void take6(List<String> words, Map<String, @Nullable Object> device) {
        String[] parts = words.get(3).split("/", 2);
        String peer = after(words, "peer");
        String prefix =
                peer.contains("/") ? peer.substring(peer.indexOf('/') + 1) : parts.length > 1 ? parts[1] : "128";
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("address", parts[0]);
        entry.put("prefix", prefix);
        entry.put("scope", after(words, "scope"));
        append(device, "ipv6", entry);
        if (parts[0].equals(default6.get("address"))) {
            default6.putAll(entry);
            complete(default6, device);
        }
        if (!parts[0].equals("::1")) {
            all6.add(parts[0]);
        }
    }

    private static void complete(Map<String, @Nullable Object> defaults, Map<String, @Nullable Object> device) {
        defaults.put("macaddress", device.getOrDefault("macaddress", "00:00:00:00:00:00"));
        defaults.put("mtu", device.get("mtu"));
        defaults.put("type", device.getOrDefault("type", "unknown"));
    }

    private static void append(Map<String, @Nullable Object> to, String name, Map<String, @Nullable Object> entry) {
        List<@Nullable Object> list = new ArrayList<>(to.get(name) instanceof List<?> known ? known : List.of());
        list.add(entry);
        to.put(name, list);
    }

    private static String after(List<String> words, String word) {
        int at = words.indexOf(word);
        return at < 0 || at + 1 >= words.size() ? "" : words.get(at + 1);
    }

    private static int mask(String prefix) {
        int length = prefix.matches("\\d{1,2}") ? Integer.parseInt(prefix) : 32;
        return length == 0 ? 0 : -1 << (32 - Math.min(32, length));
    }

    private static int bits(String address) {
        int bits = 0;
        for (String part : address.split("\\.")) {
            bits = bits << 8 | (part.matches("\\d{1,3}") ? Integer.parseInt(part) : 0);
        }
        return bits;
    }

    private static String dotted(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 255) + "." + (bits >>> 8 & 255) + "." + (bits & 255);
    }
}
