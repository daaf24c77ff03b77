package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NVMe controllers and their namespaces, from {@code /sys/class/nvme}; and the host's own name for fabrics, which is what Ansible has
 * in this area.
 */
final class NvmeFacts implements Collector {

    @Override
    public String name() {
        return "nvme";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public String script() {
        return Kernel.ATTRIBUTES + """
                ask hostnqn cat /etc/nvme/hostnqn
                for _controller in /sys/class/nvme/nvme*; do
                  [ -d "$_controller" ] || continue
                  _attributes "$_controller" model serial firmware_rev transport address state numa_node subsysnqn
                  tell "nvme ${_controller##*/}" "$_lines"
                  for _space in "$_controller"/nvme*n*; do
                    [ -d "$_space" ] || continue
                    _space=$(printf '%s' "${_space##*/}" | sed 's/c[0-9]*n/n/')
                    _attributes "/sys/block/$_space" size nsid wwid uuid queue/logical_block_size
                    tell "nvmeSpace ${_controller##*/} $_space" "$_lines"
                  done
                done
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> controllers = new LinkedHashMap<>();
        Kernel.numbered(found, "nvme ").forEach((name, key) -> {
            Map<String, String> raw = Kernel.values(found, key);
            Map<String, @Nullable Object> controller = new LinkedHashMap<>();
            controller.put("model", raw.getOrDefault("model", ""));
            controller.put("serial", raw.getOrDefault("serial", ""));
            controller.put("firmware", raw.getOrDefault("firmware_rev", ""));
            for (String same : List.of("transport", "address", "state", "subsysnqn")) {
                controller.put(same, raw.getOrDefault(same, ""));
            }
            controller.put("numa_node", Kernel.memoryNode(raw.get("numa_node")));
            controller.put("namespaces", namespaces(found, name));
            controllers.put(name, controller);
        });
        return Map.of(
                "hostnqn",
                found.text("hostnqn").strip(),
                "nvme",
                Map.of("count", (long) controllers.size(), "controllers", controllers));
    }

    /** Sizes in bytes. */
    private static Map<String, @Nullable Object> namespaces(Found found, String controller) {
        Map<String, @Nullable Object> spaces = new LinkedHashMap<>();
        Kernel.numbered(found, "nvmeSpace " + controller + " ").forEach((name, key) -> {
            Map<String, String> raw = Kernel.values(found, key);
            Map<String, @Nullable Object> space = new LinkedHashMap<>();
            space.put("size", Kernel.number(raw.getOrDefault("size", "")) * 512);
            space.put("sector_size", Kernel.number(raw.getOrDefault("queue/logical_block_size", "512")));
            space.put("nsid", Kernel.number(raw.getOrDefault("nsid", "")));
            space.put("wwid", raw.getOrDefault("wwid", ""));
            spaces.put(name, space);
        });
        return spaces;
    }
}
