package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.containers.Engine.Answer;
import io.slipway.automation.module.containers.Engine.Request;
import io.slipway.automation.module.containers.Engine.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code docker_network}. */
final class DockerNetworkModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "docker_network", "Makes and removes Docker networks, and connects containers")
            .options(
                    Option.of("name", STRING, "The network")
                            .alias("network_name")
                            .mandatory(),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("connected", LIST, "Containers that are in it")
                            .alias("containers")
                            .orElse(List.of()),
                    Option.of("appends", BOOL, "Whether other containers stay in it")
                            .alias("incremental")
                            .orElse(false),
                    Option.of("driver", STRING, "Its kind").orElse("bridge"),
                    Option.of("driver_options", MAP, "Options for the driver").orElse(Map.of()),
                    Option.of("force", BOOL, "Whether it is made anew in any case")
                            .orElse(false),
                    Option.of("ipam_driver", STRING, "What gives out its addresses"),
                    Option.of("ipam_driver_options", MAP, "Options for that"),
                    Option.of(
                            "ipam_config",
                            ELEMENTS,
                            "Its address ranges: mappings of subnet, iprange, gateway, aux_addresses"),
                    Option.of("enable_ipv6", BOOL, "Whether it has IPv6"),
                    Option.of("internal", BOOL, "Whether it leads nowhere else"),
                    Option.of("attachable", BOOL, "Whether containers outside of services may join"),
                    Option.of("scope", STRING, "How far it reaches").oneOf("local", "global", "swarm"),
                    Option.of("labels", MAP, "Labels").orElse(Map.of()))
            .options(EngineOptions.all())
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Engine engine = new Engine(call);
        String name = a.string("name");
        String path = "/networks/" + Engine.encoded(name);
        Answer answer = engine.look(Map.of("network", Request.get(path))).getOrDefault("network", Answer.NONE);
        Engine.refuseUnless(answer.ok() || answer.status() == 404, answer);
        Map<String, @Nullable Object> network = answer.object();
        List<Map<String, @Nullable Object>> pools = Values.records(
                "ipam_config",
                a.elements("ipam_config"),
                Set.of("subnet", "iprange", "gateway", "aux_addresses"),
                Set.of());
        pools.forEach(pool -> refuseOddSubnet(Values.text(pool, "subnet")));
        boolean present = a.string("state").equals("present");
        boolean exists = !network.isEmpty();
        Differences differences = new Differences();
        if (present && exists) {
            compare(a, pools, network, differences);
        }
        List<String> inside = containers(network);
        List<String> wanted = a.strings("connected").isEmpty() ? inside : a.strings("connected");
        boolean anew = exists && (a.flag("force") || !differences.isEmpty());
        List<Step> steps = new ArrayList<>();
        List<String> actions = new ArrayList<>();
        if (exists && (!present || anew)) {
            for (String container : inside) {
                steps.add(ContainerNetworks.leave(name, container));
                actions.add("Disconnected container " + container);
                differences.add("connected." + container, false, true);
            }
            steps.add(new Step("cannot remove network " + name, Request.delete(path)));
            actions.add("Removed network " + name);
        }
        if (present && (!exists || anew)) {
            steps.add(new Step("cannot make network " + name, Request.post("/networks/create", body(a, pools))));
            actions.add("Created network " + name + " with driver " + a.string("driver"));
        }
        if (present) {
            List<String> joined = !exists || anew ? List.of() : inside;
            wanted.stream().filter(container -> !joined.contains(container)).forEach(container -> {
                steps.add(ContainerNetworks.join(Map.of("name", name), container));
                actions.add("Connected container " + container);
                differences.add("connected." + container, true, false);
            });
            joined.stream()
                    .filter(container -> !a.flag("appends") && !wanted.contains(container))
                    .forEach(container -> {
                        steps.add(ContainerNetworks.leave(name, container));
                        actions.add("Disconnected container " + container);
                        differences.add("connected." + container, false, true);
                    });
        }
        if (present && !steps.isEmpty()) {
            steps.add(new Step("cannot look at network " + name, Request.get(path)));
        }
        if (!steps.isEmpty() && !call.check()) {
            network = engine.act(steps).getLast().object();
        }
        ModuleResult result = ModuleResult.changed(!actions.isEmpty());
        if (present) {
            result = result.with("network", network.isEmpty() ? null : network);
        }
        if (call.check() || !present) {
            result = result.with("actions", actions);
        }
        differences.add("exists", present, exists);
        return call.diff() ? result.with(differences.diff()) : result;
    }

    private static void refuseOddSubnet(String subnet) {
        if (!subnet.matches(
                "(?:\\d{1,3}\\.){3}\\d{1,3}/(?:\\d|[12]\\d|3[0-2])|[0-9a-fA-F:]+/(?:\\d|[1-9]\\d|1[0-2]\\d)")) {
            throw new ModuleFailure("\"" + subnet + "\" is not a valid CIDR");
        }
    }

    private static List<String> containers(Map<String, @Nullable Object> network) {
        return Values.map(network.get("Containers")).values().stream()
                .map(container -> Values.text(Values.map(container), "Name"))
                .toList();
    }

    private static void compare(
            Arguments a,
            List<Map<String, @Nullable Object>> pools,
            Map<String, @Nullable Object> network,
            Differences differences) {
        Map<String, @Nullable Object> ipam = Values.map(network.get("IPAM"));
        differences.compare("driver", a.string("driver"), network.get("Driver"));
        differences.entries("driver_options", a.map("driver_options"), Values.map(network.get("Options")));
        differences.entries("labels", a.map("labels"), Values.map(network.get("Labels")));
        a.text("ipam_driver").ifPresent(driver -> differences.compare("ipam_driver", driver, ipam.get("Driver")));
        if (a.has("ipam_driver_options")) {
            differences.compare(
                    "ipam_driver_options", Values.texts(a.map("ipam_driver_options")), Values.map(ipam.get("Options")));
        }
        a.text("scope").ifPresent(scope -> differences.compare("scope", scope, network.get("Scope")));
        Map.of("enable_ipv6", "EnableIPv6", "internal", "Internal", "attachable", "Attachable")
                .forEach((option, key) -> a.choice(option)
                        .ifPresent(wanted -> differences.compare(option, wanted, Values.truth(network.get(key)))));
        List<Map<String, @Nullable Object>> there = new ArrayList<>();
        if (ipam.get("Config") instanceof List<?> list) {
            list.forEach(one -> there.add(pool(Values.map(one))));
        }
        for (int i = 0; i < pools.size(); i++) {
            Map<String, @Nullable Object> wanted = pools.get(i);
            if (!Comparison.ALLOW_MORE_PRESENT.same(Comparison.Kind.RECORDS, List.of(wanted), there)) {
                String place = "ipam_config[" + i + "].";
                wanted.forEach((key, value) -> differences.add(place + key, value, null));
            }
        }
    }

    private static Map<String, @Nullable Object> pool(Map<String, @Nullable Object> config) {
        Map<String, @Nullable Object> pool = new LinkedHashMap<>();
        pool.put("subnet", config.get("Subnet"));
        pool.put("iprange", config.get("IPRange"));
        pool.put("gateway", config.get("Gateway"));
        pool.put("aux_addresses", config.get("AuxiliaryAddresses"));
        return pool;
    }

    private static Map<String, @Nullable Object> body(Arguments a, List<Map<String, @Nullable Object>> pools) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("Name", a.string("name"));
        body.put("Driver", a.string("driver"));
        body.put("Options", Values.texts(a.map("driver_options")));
        body.put("Labels", Values.texts(a.map("labels")));
        body.put("CheckDuplicate", true);
        Map.of("enable_ipv6", "EnableIPv6", "internal", "Internal", "attachable", "Attachable")
                .forEach((option, key) -> a.choice(option).ifPresent(wanted -> body.put(key, wanted)));
        a.text("scope").ifPresent(scope -> body.put("Scope", scope));
        if (a.has("ipam_driver") || a.has("ipam_driver_options") || !pools.isEmpty()) {
            List<Map<String, @Nullable Object>> config = pools.stream()
                    .map(pool -> {
                        Map<String, @Nullable Object> one = new LinkedHashMap<>();
                        one.put("Subnet", pool.get("subnet"));
                        one.put("IPRange", pool.get("iprange"));
                        one.put("Gateway", pool.get("gateway"));
                        one.put("AuxiliaryAddresses", pool.get("aux_addresses"));
                        one.values().removeIf(value -> value == null);
                        return one;
                    })
                    .toList();
            Map<String, @Nullable Object> ipam = new LinkedHashMap<>();
            ipam.put("Driver", a.text("ipam_driver").orElse("default"));
            ipam.put("Config", config);
            if (a.has("ipam_driver_options")) {
                ipam.put("Options", Values.texts(a.map("ipam_driver_options")));
            }
            body.put("IPAM", ipam);
        }
        return body;
    }
}
