package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of the node and of volumes a container sees: options {@code mounts} and {@code volumes}. */
final class Mounts {

    private static final Set<String> MODES = Set.of(
            "rw",
            "ro",
            "z",
            "Z",
            "consistent",
            "delegated",
            "cached",
            "rprivate",
            "private",
            "rshared",
            "shared",
            "rslave",
            "slave",
            "nocopy");

    private static final Map<String, String> ONLY_FOR = Map.of(
            "volume_driver", "volume",
            "volume_options", "volume",
            "propagation", "bind",
            "no_copy", "volume",
            "labels", "volume",
            "tmpfs_size", "tmpfs",
            "tmpfs_mode", "tmpfs");

    private static final Set<String> KEYS = Set.of(
            "target",
            "source",
            "type",
            "read_only",
            "consistency",
            "propagation",
            "no_copy",
            "labels",
            "volume_driver",
            "volume_options",
            "tmpfs_size",
            "tmpfs_mode");

    private final Map<String, String> targets = new LinkedHashMap<>();

    private void once(String target, String option) {
        String other = targets.put(target, option);
        if (other != null) {
            throw new ModuleFailure("The mount point \"" + target + "\" appears "
                    + (other.equals(option) ? "twice in the " + option : "both in the " + option + " and " + other)
                    + " option");
        }
    }

    /** Checked, with sizes in bytes and modes as numbers. */
    List<Map<String, @Nullable Object>> mounts(List<? extends @Nullable Object> given) {
        List<Map<String, @Nullable Object>> mounts = new ArrayList<>();
        for (Map<String, @Nullable Object> mount : Values.records("mounts", given, KEYS, Set.of("target"))) {
            mount.putIfAbsent("type", "volume");
            String type = Values.text(mount, "type");
            String target = Values.text(mount, "target");
            once(target, "mounts");
            if (!Set.of("bind", "npipe", "tmpfs", "volume").contains(type)) {
                throw new ModuleFailure(
                        "value of type must be one of: bind, npipe, tmpfs, volume, got: " + type + " found in mounts");
            }
            if (mount.get("source") == null && !Set.of("tmpfs", "volume").contains(type)) {
                throw new ModuleFailure(
                        "source must be specified for mount \"" + target + "\" of type \"" + type + "\"");
            }
            ONLY_FOR.forEach((key, needed) -> {
                if (mount.get(key) != null && !type.equals(needed)) {
                    throw new ModuleFailure(key + " cannot be specified for mount \"" + target + "\" of type \"" + type
                            + "\" (needs type \"" + needed + "\")");
                }
            });
            mount.computeIfPresent("read_only", (key, value) -> Values.truth(value));
            mount.computeIfPresent("no_copy", (key, value) -> Values.truth(value));
            mount.computeIfPresent("labels", (key, value) -> Values.texts(Values.map(value)));
            if (mount.get("volume_driver") == null) {
                mount.remove("volume_options");
            }
            mount.computeIfPresent("volume_options", (key, value) -> Values.texts(Values.map(value)));
            mount.computeIfPresent(
                    "tmpfs_size",
                    (key, value) -> Values.bytes("tmpfs_size of mount \"" + target + "\"", String.valueOf(value)));
            mount.computeIfPresent("tmpfs_mode", (key, value) -> mode(target, String.valueOf(value)));
            mounts.add(mount);
        }
        return mounts;
    }

    private static long mode(String target, String text) {
        if (!text.matches("(?:0o)?[0-7]{1,5}")) {
            throw new ModuleFailure("tmp_fs mode of mount \"" + target + "\" is not an octal string!");
        }
        return Long.parseLong(text.replace("0o", ""), 8);
    }

    /**
     * @param home of the user on the node
     * @param folder where relative paths begin
     */
    List<String> volumes(List<String> given, String home, String folder) {
        List<String> volumes = new ArrayList<>();
        for (String volume : given) {
            String[] parts = volume.split(":", -1);
            if (parts.length == 3 && !isMode(parts[2])) {
                throw new ModuleFailure("Found invalid volumes mode: " + parts[2]);
            }
            once(parts[Math.min(1, parts.length - 1)], "volumes");
            boolean bind = parts.length == 3 || (parts.length == 2 && !isMode(parts[1]));
            if (bind && parts[0].matches("[.~].*")) {
                volumes.add(absolute(parts[0], home, folder) + ":" + parts[1] + ":"
                        + (parts.length == 3 ? parts[2] : "rw"));
            } else {
                volumes.add(volume);
            }
        }
        return volumes;
    }

    /** The volumes that name their place on the node, as the engine's {@code Binds}. */
    static List<String> binds(List<String> volumes) {
        return volumes.stream()
                .filter(Mounts::isBind)
                .map(volume -> volume.split(":", -1).length == 2 ? volume + ":rw" : volume)
                .toList();
    }

    /** The volumes that the engine makes and names. */
    static Set<String> anonymous(List<String> volumes) {
        Set<String> anonymous = new LinkedHashSet<>(volumes);
        anonymous.removeIf(Mounts::isBind);
        return anonymous;
    }

    private static boolean isBind(String volume) {
        String[] parts = volume.split(":", -1);
        return parts.length == 3 || (parts.length == 2 && !isMode(parts[1]));
    }

    private static boolean isMode(String text) {
        return MODES.containsAll(List.of(text.split(",", -1)));
    }

    private static String absolute(String path, String home, String folder) {
        String full =
                path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : NodePath.join(folder, path);
        List<String> parts = new ArrayList<>();
        for (String part : full.split("/")) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }

    /** The engine's {@code Mounts} of a container to be made. */
    static List<Map<String, @Nullable Object>> body(List<Map<String, @Nullable Object>> mounts) {
        return mounts.stream().map(Mounts::body).toList();
    }

    private static Map<String, @Nullable Object> body(Map<String, @Nullable Object> mount) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        Map.of(
                        "Target",
                        "target",
                        "Source",
                        "source",
                        "Type",
                        "type",
                        "ReadOnly",
                        "read_only",
                        "Consistency",
                        "consistency")
                .forEach((key, name) -> put(body, key, mount.get(name)));
        Map<String, @Nullable Object> driver = new LinkedHashMap<>();
        put(driver, "Name", mount.get("volume_driver"));
        put(driver, "Options", mount.get("volume_options"));
        Map<String, @Nullable Object> volume = new LinkedHashMap<>();
        put(volume, "NoCopy", mount.get("no_copy"));
        put(volume, "Labels", mount.get("labels"));
        put(volume, "DriverConfig", driver);
        Map<String, @Nullable Object> tmpfs = new LinkedHashMap<>();
        put(tmpfs, "Mode", mount.get("tmpfs_mode"));
        put(tmpfs, "SizeBytes", mount.get("tmpfs_size"));
        put(body, "VolumeOptions", volume);
        put(body, "TmpfsOptions", tmpfs);
        if (mount.get("propagation") != null) {
            body.put("BindOptions", Map.of("Propagation", Values.text(mount, "propagation")));
        }
        return body;
    }

    private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
        if (value != null && !(value instanceof Map<?, ?> inner && inner.isEmpty())) {
            map.put(key, value);
        }
    }

    /** What the engine says of a container, in the playbook's words. */
    static List<Map<String, @Nullable Object>> there(List<?> mounts) {
        List<Map<String, @Nullable Object>> there = new ArrayList<>();
        for (Object one : mounts) {
            Map<String, @Nullable Object> mount = Values.map(one);
            Map<String, @Nullable Object> volume = Values.map(mount.get("VolumeOptions"));
            Map<String, @Nullable Object> driver = Values.map(volume.get("DriverConfig"));
            Map<String, @Nullable Object> tmpfs = Values.map(mount.get("TmpfsOptions"));
            Map<String, @Nullable Object> known = new LinkedHashMap<>();
            known.put("type", mount.get("Type"));
            known.put("source", mount.get("Source"));
            known.put("target", mount.get("Target"));
            known.put("read_only", mount.get("ReadOnly"));
            known.put("consistency", mount.get("Consistency"));
            known.put("propagation", Values.map(mount.get("BindOptions")).get("Propagation"));
            known.put("no_copy", volume.get("NoCopy"));
            known.put("labels", volume.get("Labels"));
            known.put("volume_driver", driver.get("Name"));
            known.put("volume_options", driver.get("Options"));
            known.put("tmpfs_size", tmpfs.get("SizeBytes"));
            known.put("tmpfs_mode", tmpfs.get("Mode"));
            there.add(known);
        }
        return there;
    }
}
