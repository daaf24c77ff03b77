package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.automation.module.shell.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a task says about a container: its options as the engine wants them. */
final class ContainerWish {

    private static final Map<String, Object> COMPATIBLE = Map.of(
            "auto_remove", false,
            "detach", true,
            "init", false,
            "interactive", false,
            "memory", "0",
            "privileged", false,
            "read_only", false,
            "tty", false);

    private final Arguments a;
    private final Found node;
    private final Map<String, Engine.Answer> engine;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    /**
     * @param node told {@code home}, {@code folder} and {@code env_file}
     * @param engine knows the containers whose namespaces are shared
     */
    private ContainerWish(Arguments a, Found node, Map<String, Engine.Answer> engine) {
        this.a = a;
        this.node = node;
        this.engine = engine;
    }

    /** Option → value; what is not given is not there. */
    static Map<String, @Nullable Object> of(
            Arguments a, Found node, Map<String, Engine.Answer> engine, String address) {
        return new ContainerWish(a, node, engine).read(address);
    }

    private Map<String, @Nullable Object> read(String address) {
        for (Setting setting : Setting.ALL) {
            a.raw(setting.name()).ifPresent(value -> values.put(setting.name(), value));
        }
        if (a.string("container_default_behavior").equals("compatibility")) {
            COMPATIBLE.forEach(values::putIfAbsent);
        }
        List<Map<String, @Nullable Object>> networks = networks(a);
        if (a.flag("networks_cli_compatible") && !networks.isEmpty()) {
            values.putIfAbsent("network_mode", networks.getFirst().get("name"));
        }
        commands();
        environment();
        for (String size : List.of("kernel_memory", "memory", "memory_reservation", "memory_swap", "shm_size")) {
            values.computeIfPresent(size, (name, value) -> size(name, String.valueOf(value)));
        }
        values.computeIfPresent("cpus", (name, value) -> Math.round(((Number) value).doubleValue() * 1e9));
        values.computeIfPresent(
                "mac_address", (name, value) -> String.valueOf(value).replace('-', ':'));
        values.computeIfPresent("sysctls", (name, value) -> Values.texts(Values.map(value)));
        values.computeIfPresent("labels", (name, value) -> Values.texts(Values.map(value)));
        values.computeIfPresent("storage_opts", (name, value) -> Values.texts(Values.map(value)));
        values.computeIfPresent("healthcheck", (name, value) -> healthcheck(value));
        values.computeIfPresent("tmpfs", (name, value) -> tmpfs(Values.strings(value)));
        values.computeIfPresent(
                "ulimits",
                (name, value) -> Values.strings(value).stream()
                        .map(ContainerWish::ulimit)
                        .toList());
        values.computeIfPresent(
                "links",
                (name, value) -> Values.strings(value).stream().map(this::link).toList());
        values.computeIfPresent(
                "etc_hosts",
                (name, value) -> Values.texts(Values.map(value)).entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .toList());
        for (String mode : List.of("network_mode", "ipc_mode", "pid_mode")) {
            values.computeIfPresent(mode, (name, value) -> sharedWith(String.valueOf(value)));
        }
        logging();
        devices();
        if (values.containsKey("restart_retries") && !values.containsKey("restart_policy")) {
            throw new ModuleFailure("missing parameter(s) required by 'restart_retries': restart_policy");
        }
        Mounts mounts = new Mounts();
        values.computeIfPresent("mounts", (name, value) -> mounts.mounts(a.elements(name)));
        if (values.containsKey("volumes")) {
            List<String> volumes = mounts.volumes(a.strings("volumes"), node.text("home"), node.text("folder"));
            values.put("volumes", volumes);
            values.put("volume_binds", Mounts.binds(volumes));
        }
        values.computeIfPresent("published_ports", (name, value) -> PublishedPorts.bindings(a.strings(name), address));
        values.put(
                "exposed_ports",
                List.copyOf(PublishedPorts.exposed(
                        a.strings("exposed_ports"),
                        Values.map(values.get("published_ports")).keySet())));
        return values;
    }

    static List<Map<String, @Nullable Object>> networks(Arguments a) {
        return Values.records(
                "networks",
                a.elements("networks"),
                Set.of("name", "ipv4_address", "ipv6_address", "aliases", "links"),
                Set.of("name"));
    }

    /** Names of other containers whose namespace is shared, which the engine knows by ID only. */
    static Set<String> others(Arguments a) {
        Set<String> others = new java.util.TreeSet<>();
        for (String mode : List.of("network_mode", "ipc_mode", "pid_mode")) {
            a.text(mode)
                    .filter(value -> value.startsWith("container:"))
                    .ifPresent(value -> others.add(value.substring(10)));
        }
        return others;
    }

    private String sharedWith(String mode) {
        Engine.Answer other = mode.startsWith("container:") ? engine.get("container " + mode.substring(10)) : null;
        return other != null && other.ok() ? "container:" + Values.text(other.object(), "Id") : mode;
    }

    private void commands() {
        boolean correct = a.string("command_handling").equals("correct");
        values.computeIfPresent("command", (name, value) -> {
            List<String> words = value instanceof List<?> ? Values.strings(value) : Words.split(String.valueOf(value));
            return correct
                    ? words
                    : words.isEmpty()
                            ? null
                            : Words.split(value instanceof List<?> ? String.join(" ", words) : String.valueOf(value));
        });
        values.computeIfPresent("entrypoint", (name, value) -> {
            List<String> words = Values.strings(value);
            return correct ? words : words.isEmpty() ? null : Words.split(String.join(" ", words));
        });
    }

    private void environment() {
        Map<String, String> all = new LinkedHashMap<>();
        if (a.has("env_file")) {
            if (!node.has("env_file")) {
                throw new ModuleFailure(
                        "the environment file " + a.string("env_file") + " is not there or cannot be read");
            }
            for (String line : node.lines("env_file")) {
                int equals = line.indexOf('=');
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (equals < 0) {
                    throw new ModuleFailure("Invalid line in environment file " + a.string("env_file") + ":\n" + line);
                }
                all.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        a.map("env").forEach((name, value) -> {
            if (!(value instanceof String)) {
                throw new ModuleFailure(
                        "Non-string value found for env option. Ambiguous env options must be wrapped in quotes to"
                                + " avoid them being interpreted. Key: " + name);
            }
            all.put(name, String.valueOf(value));
        });
        if (a.has("env") || a.has("env_file")) {
            values.put(
                    "env",
                    all.entrySet().stream()
                            .map(entry -> entry.getKey() + "=" + entry.getValue())
                            .toList());
        }
    }

    private static Object size(String option, String value) {
        return option.equals("memory_swap") && (value.equals("unlimited") || value.equals("-1"))
                ? -1L
                : Values.bytes(option, value);
    }

    private static Map<String, @Nullable Object> healthcheck(Object given) {
        Map<String, @Nullable Object> check = Values.record(
                "healthcheck", given, Set.of("test", "interval", "timeout", "start_period", "retries"), Set.of());
        Object test = check.get("test");
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        if (test == null || test.equals("") || test.equals(List.of())) {
            body.put("Test", List.of("NONE"));
            return body;
        }
        body.put("Test", test instanceof List<?> ? Values.strings(test) : List.of("CMD-SHELL", String.valueOf(test)));
        Map.of("interval", "Interval", "timeout", "Timeout", "start_period", "StartPeriod")
                .forEach((name, key) -> {
                    long time = check.get(name) == null ? 0 : Values.nanoseconds(name, Values.text(check, name));
                    if (time > 0) {
                        body.put(key, time);
                    }
                });
        long retries = check.get("retries") == null ? 0 : Values.integer("retries", check.get("retries"));
        if (retries > 0) {
            body.put("Retries", retries);
        }
        return body;
    }

    private static Map<String, String> tmpfs(List<String> given) {
        Map<String, String> result = new LinkedHashMap<>();
        given.forEach(one -> {
            String[] parts = one.split(":", 2);
            result.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
        return result;
    }

    private static Map<String, Object> ulimit(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw new ModuleFailure("ulimits are written as NAME:SOFT or NAME:SOFT:HARD, not " + text);
        }
        long soft = Values.integer("ulimits", parts[1]);
        return Map.of(
                "Name", parts[0], "Soft", soft, "Hard", parts.length > 2 ? Values.integer("ulimits", parts[2]) : soft);
    }

    private String link(String text) {
        String[] parts = text.split(":", 2);
        return "/" + parts[0] + ":/" + a.string("name") + "/" + parts[parts.length - 1];
    }

    private void logging() {
        if (values.containsKey("log_options") && !values.containsKey("log_driver")) {
            throw new ModuleFailure("missing parameter(s) required by 'log_options': log_driver");
        }
        values.computeIfPresent("log_options", (name, value) -> Values.texts(Values.map(value)));
    }

    private void devices() {
        values.computeIfPresent(
                "devices",
                (name, value) -> Values.strings(value).stream()
                        .map(device -> {
                            String[] parts = device.split(":", -1);
                            return Map.of(
                                    "PathOnHost", parts[0],
                                    "PathInContainer", parts.length > 1 ? parts[1] : parts[0],
                                    "CgroupPermissions", parts.length > 2 ? parts[2] : "rwm");
                        })
                        .toList());
        for (String rate : List.of("device_read_bps", "device_write_bps", "device_read_iops", "device_write_iops")) {
            values.computeIfPresent(rate, (name, value) -> rates(name));
        }
        values.computeIfPresent("device_requests", (name, value) -> requests());
    }

    private List<Map<String, Object>> rates(String option) {
        return Values.records(option, a.elements(option), Set.of("path", "rate"), Set.of("path", "rate")).stream()
                .map(one -> Map.<String, Object>of(
                        "Path",
                        Values.text(one, "path"),
                        "Rate",
                        option.endsWith("bps")
                                ? Values.bytes(option, Values.text(one, "rate"))
                                : Values.integer(option, one.get("rate"))))
                .toList();
    }

    private List<Map<String, @Nullable Object>> requests() {
        List<Map<String, @Nullable Object>> requests = new ArrayList<>();
        for (Map<String, @Nullable Object> one : Values.records(
                "device_requests",
                a.elements("device_requests"),
                Set.of("capabilities", "count", "device_ids", "driver", "options"),
                Set.of())) {
            Map<String, @Nullable Object> request = new LinkedHashMap<>();
            request.put("Driver", one.get("driver"));
            request.put("Count", one.get("count") == null ? null : Values.integer("count", one.get("count")));
            request.put("DeviceIDs", one.get("device_ids") == null ? null : Values.strings(one.get("device_ids")));
            request.put("Capabilities", one.get("capabilities"));
            request.put("Options", one.get("options") == null ? null : Values.texts(Values.map(one.get("options"))));
            request.values().removeIf(value -> value == null);
            requests.add(request);
        }
        return requests;
    }
}
