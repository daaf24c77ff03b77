package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The networks that a container is to be in, against those that it is in. */
final class ContainerNetworks {

    private ContainerNetworks() {}

    /** @param joined whether it is in the network already, with other settings */
    record Change(
            Map<String, @Nullable Object> network,
            boolean joined,
            @Nullable Object there) {

        String name() {
            return Values.text(network, "name");
        }
    }

    static List<Change> missing(List<Map<String, @Nullable Object>> wanted, Map<String, @Nullable Object> joined) {
        List<Change> changes = new ArrayList<>();
        for (Map<String, @Nullable Object> network : wanted) {
            Map<String, @Nullable Object> there = Values.map(joined.get(Values.text(network, "name")));
            if (there.isEmpty()) {
                changes.add(new Change(network, false, null));
            } else if (differs(network, there)) {
                changes.add(new Change(network, true, there));
            }
        }
        return changes;
    }

    private static boolean differs(Map<String, @Nullable Object> network, Map<String, @Nullable Object> there) {
        Map<String, @Nullable Object> address = Values.map(there.get("IPAMConfig"));
        return other(network, "ipv4_address", address, "IPv4Address")
                || other(network, "ipv6_address", address, "IPv6Address")
                || !Values.strings(there.get("Aliases")).containsAll(Values.strings(network.get("aliases")))
                || !Values.strings(there.get("Links")).containsAll(links(network));
    }

    private static boolean other(
            Map<String, @Nullable Object> network, String key, Map<String, @Nullable Object> there, String name) {
        String wanted = Values.text(network, key);
        return !wanted.isEmpty() && !wanted.equals(Values.text(there, name));
    }

    private static List<String> links(Map<String, @Nullable Object> network) {
        return Values.strings(network.get("links")).stream()
                .map(link -> link.contains(":") ? link : link + ":" + link)
                .toList();
    }

    /** The networks it is in that nobody asked for. */
    static List<String> extra(List<Map<String, @Nullable Object>> wanted, Map<String, @Nullable Object> joined) {
        return joined.keySet().stream()
                .filter(name -> wanted.stream()
                        .noneMatch(network -> Values.text(network, "name").equals(name)))
                .toList();
    }

    static Engine.Step leave(String network, String container) {
        return new Engine.Step(
                "Error disconnecting container from network " + network,
                Engine.Request.post(
                        "/networks/" + Engine.encoded(network) + "/disconnect", Map.of("Container", container)));
    }

    static Engine.Step join(Map<String, @Nullable Object> network, String container) {
        String name = Values.text(network, "name");
        Map<String, @Nullable Object> endpoint = new LinkedHashMap<>();
        Map<String, String> address = new LinkedHashMap<>();
        Map.of("ipv4_address", "IPv4Address", "ipv6_address", "IPv6Address").forEach((key, apiName) -> {
            if (!Values.text(network, key).isEmpty()) {
                address.put(apiName, Values.text(network, key));
            }
        });
        if (!address.isEmpty()) {
            endpoint.put("IPAMConfig", address);
        }
        if (network.get("aliases") != null) {
            endpoint.put("Aliases", Values.strings(network.get("aliases")));
        }
        if (network.get("links") != null) {
            endpoint.put("Links", links(network));
        }
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("Container", container);
        body.put("EndpointConfig", endpoint);
        return new Engine.Step(
                "Error connecting container to network " + name,
                Engine.Request.post("/networks/" + Engine.encoded(name) + "/connect", body));
    }

    static void refuseUnknown(
            List<Map<String, @Nullable Object>> wanted, Map<String, Map<String, @Nullable Object>> known) {
        for (Map<String, @Nullable Object> network : wanted) {
            if (!known.containsKey(Values.text(network, "name"))) {
                throw new ModuleFailure("Parameter error: network named " + Values.text(network, "name")
                        + " could not be found. Does it exist?");
            }
        }
    }

    /** Where ports are published when the task does not say: a network's own address, or everywhere. */
    static String address(
            List<Map<String, @Nullable Object>> wanted, Map<String, Map<String, @Nullable Object>> known) {
        for (Map<String, @Nullable Object> one : wanted) {
            Map<String, @Nullable Object> network = known.getOrDefault(Values.text(one, "name"), Map.of());
            String address =
                    Values.text(Values.map(network.get("Options")), "com.docker.network.bridge.host_binding_ipv4");
            if (Values.text(network, "Driver").equals("bridge") && !address.isEmpty()) {
                return address;
            }
        }
        return "0.0.0.0";
    }
}
