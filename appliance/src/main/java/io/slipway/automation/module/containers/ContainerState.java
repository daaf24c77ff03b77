package io.slipway.automation.module.containers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container as the engine describes it.
 *
 * @param raw empty when there is none
 */
record ContainerState(Map<String, @Nullable Object> raw) {

    boolean exists() {
        return !raw.isEmpty();
    }

    String id() {
        return Values.text(raw, "Id");
    }

    /** The ID of its image. */
    String image() {
        return Values.text(raw, "Image");
    }

    String imageName() {
        return Values.text(config(), "Image");
    }

    boolean removing() {
        return Values.text(state(), "Status").equals("removing");
    }

    boolean running() {
        return Boolean.TRUE.equals(state().get("Running"));
    }

    boolean paused() {
        return Boolean.TRUE.equals(state().get("Paused"));
    }

    /** {@code healthy}, {@code unhealthy}, {@code starting}; empty when nothing looks after it. */
    String health() {
        return Values.text(Values.map(state().get("Health")), "Status");
    }

    Map<String, @Nullable Object> networks() {
        return Values.map(Values.map(raw.get("NetworkSettings")).get("Networks"));
    }

    private Map<String, @Nullable Object> state() {
        return Values.map(raw.get("State"));
    }

    private Map<String, @Nullable Object> config() {
        return Values.map(raw.get("Config"));
    }

    private Map<String, @Nullable Object> host() {
        return Values.map(raw.get("HostConfig"));
    }

    /** A difference between what is wanted and what is there. */
    record Difference(
            String name, @Nullable Object wanted, @Nullable Object there) {}

    /**
     * @param values by {@link ContainerWish}
     * @param image that the container is to be made of, whose settings count as wanted too
     * @param update whether to look at what can be changed without making it anew, or at all else
     */
    List<Difference> differences(
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> image,
            Map<String, Comparison> comparisons,
            boolean labelsOfImageStay,
            boolean update) {
        Map<String, @Nullable Object> wanted = wanted(values, image, labelsOfImageStay);
        List<Difference> differences = new ArrayList<>();
        for (Setting setting : Setting.ALL) {
            if (setting.update() == update && wanted.containsKey(setting.name())) {
                Object there = there(setting);
                Object value = wanted.get(setting.name());
                Comparison comparison = Objects.requireNonNullElseGet(comparisons.get(setting.name()), setting::usual);
                if (!comparison.same(setting.kind(), value, there)) {
                    differences.add(new Difference(setting.name(), value, there));
                }
            }
        }
        return differences;
    }

    private static Map<String, @Nullable Object> wanted(
            Map<String, @Nullable Object> values, Map<String, @Nullable Object> image, boolean labelsOfImageStay) {
        Map<String, @Nullable Object> own = Values.map(image.get("Config"));
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(values);
        Map<String, String> env = new LinkedHashMap<>();
        for (Object list : new Object[] {own.get("Env"), values.get("env")}) {
            Values.strings(list).forEach(one -> env.put(one.split("=", 2)[0], one));
        }
        wanted.put("env", List.copyOf(env.values()));
        wanted.computeIfPresent("labels", (name, value) -> {
            Map<String, @Nullable Object> labels =
                    new LinkedHashMap<>(labelsOfImageStay ? Values.map(own.get("Labels")) : Map.of());
            labels.putAll(Values.map(value));
            return labels;
        });
        Set<String> volumes = new LinkedHashSet<>(Values.map(own.get("Volumes")).keySet());
        volumes.addAll(Mounts.anonymous(Values.strings(values.get("volumes"))));
        wanted.remove("volumes");
        if (!volumes.isEmpty()) {
            wanted.put("volumes", List.copyOf(volumes));
        }
        wanted.putIfAbsent("volume_binds", List.of());
        Set<String> ports = new LinkedHashSet<>();
        Values.map(own.get("ExposedPorts")).keySet().forEach(port -> ports.add(PublishedPorts.withProtocol(port)));
        ports.addAll(Values.strings(values.get("exposed_ports")));
        wanted.put("exposed_ports", List.copyOf(ports));
        return wanted;
    }

    private @Nullable Object there(Setting setting) {
        if (setting.section().equals("Config")) {
            Object value = config().get(setting.key());
            return setting.name().equals("healthcheck") && value == null ? Map.of("Test", List.of("NONE")) : value;
        }
        if (setting.section().equals("HostConfig")) {
            return host().get(setting.key());
        }
        Map<String, @Nullable Object> log = Values.map(host().get("LogConfig"));
        Map<String, @Nullable Object> restart = Values.map(host().get("RestartPolicy"));
        return switch (setting.name()) {
            case "detach" ->
                !(Values.truth(config().get("AttachStderr")) && Values.truth(config().get("AttachStdout")));
            case "interactive" -> Values.truth(config().get("OpenStdin"));
            case "log_driver" -> log.get("Type");
            case "log_options" -> log.get("Config");
            case "platform" -> raw.get("Platform");
            case "restart_policy" -> restart.get("Name");
            case "restart_retries" -> restart.get("MaximumRetryCount");
            case "volumes" -> List.copyOf(Values.map(config().get("Volumes")).keySet());
            case "volume_binds" -> host().get("Binds");
            case "mounts" -> Mounts.there(host().get("Mounts") instanceof List<?> list ? list : List.of());
            case "published_ports" -> host().get("PortBindings");
            case "publish_all_ports" -> host().get("PublishAllPorts");
            case "exposed_ports" ->
                Values.map(config().get("ExposedPorts")).keySet().stream()
                        .map(PublishedPorts::withProtocol)
                        .toList();
            default -> null;
        };
    }

    /** What the engine is to be told to make it. */
    static Map<String, @Nullable Object> body(Map<String, @Nullable Object> values, String image) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        Map<String, @Nullable Object> host = new LinkedHashMap<>();
        for (Setting setting : Setting.ALL) {
            Object value = values.get(setting.name());
            if (value != null && !setting.section().isEmpty()) {
                (setting.section().equals("Config") ? body : host).put(setting.key(), value);
            }
        }
        boolean detach = Values.truth(values.getOrDefault("detach", false));
        boolean interactive = Values.truth(values.getOrDefault("interactive", false));
        body.put("AttachStdout", !detach);
        body.put("AttachStderr", !detach);
        body.put("AttachStdin", !detach && interactive);
        body.put("StdinOnce", !detach && interactive);
        body.put("OpenStdin", interactive);
        if (values.get("log_driver") != null) {
            host.put(
                    "LogConfig",
                    Map.of("Type", Values.text(values, "log_driver"), "Config", Values.map(values.get("log_options"))));
        }
        if (values.get("restart_policy") != null) {
            host.put("RestartPolicy", restartPolicy(values));
        }
        if (values.get("mounts") instanceof List<?> mounts) {
            host.put("Mounts", Mounts.body(mounts.stream().map(Values::map).toList()));
        }
        if (values.get("volumes") != null) {
            body.put("Volumes", emptyUnder(Mounts.anonymous(Values.strings(values.get("volumes")))));
            host.put("Binds", values.get("volume_binds"));
        }
        body.put("ExposedPorts", emptyUnder(Values.strings(values.get("exposed_ports"))));
        if (values.get("published_ports") != null) {
            host.put("PortBindings", values.get("published_ports"));
        }
        if (Boolean.TRUE.equals(values.get("publish_all_ports"))) {
            host.put("PublishAllPorts", true);
        }
        body.put("HostConfig", host);
        body.put("Image", image);
        return body;
    }

    /** What the engine is to be told to change it where it is. */
    static Map<String, @Nullable Object> updateBody(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        for (Setting setting : Setting.ALL) {
            Object value = values.get(setting.name());
            if (setting.update() && value != null && !setting.key().isEmpty()) {
                body.put(setting.key(), value);
            }
        }
        if (values.get("restart_policy") != null) {
            body.put("RestartPolicy", restartPolicy(values));
        }
        return body;
    }

    private static Map<String, Object> restartPolicy(Map<String, @Nullable Object> values) {
        Object retries = values.get("restart_retries");
        return Map.of(
                "Name", Values.text(values, "restart_policy"), "MaximumRetryCount", retries == null ? 0L : retries);
    }

    private static Map<String, Object> emptyUnder(Iterable<String> keys) {
        Map<String, Object> map = new LinkedHashMap<>();
        keys.forEach(key -> map.put(key, Map.of()));
        return map;
    }
}
