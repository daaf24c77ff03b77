package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** RDMA adapters, InfiniBand and Ethernet alike, from {@code /sys/class/infiniband} (kernel documentation, stable/sysfs-class-infiniband). */
final class InfinibandFacts implements Collector {

    @Override
    public String name() {
        return "infiniband";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public String script() {
        return Kernel.ATTRIBUTES + """
                for _card in /sys/class/infiniband/*; do
                  [ -d "$_card" ] || continue
                  _attributes "$_card" fw_ver hca_type board_id node_guid sys_image_guid node_desc device/numa_node device/vendor device/device
                  _lines="${_lines}pci=$(basename "$(readlink -f "$_card/device")")
                "
                  for _port in "$_card"/device/net/*; do
                    [ ! -e "$_port" ] || _lines="${_lines}netdev ${_port##*/}=$(cat "$_port/dev_port" 2>/dev/null)
                "
                  done
                  tell "ib ${_card##*/}" "$_lines"
                  for _port in "$_card"/ports/*; do
                    [ -d "$_port" ] || continue
                    _attributes "$_port" state phys_state rate link_layer lid sm_lid gids/0
                    tell "ibPort ${_card##*/} ${_port##*/}" "$_lines"
                  done
                done
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> cards = new LinkedHashMap<>();
        Kernel.numbered(found, "ib ").forEach((name, key) -> {
            Map<String, String> raw = Kernel.values(found, key);
            Map<String, @Nullable Object> card = new LinkedHashMap<>();
            card.put("type", raw.getOrDefault("hca_type", ""));
            card.put("board_id", raw.getOrDefault("board_id", ""));
            card.put("firmware", raw.getOrDefault("fw_ver", ""));
            card.put("node_guid", raw.getOrDefault("node_guid", ""));
            card.put("system_guid", raw.getOrDefault("sys_image_guid", ""));
            card.put("description", raw.getOrDefault("node_desc", ""));
            card.put("pci_address", raw.getOrDefault("pci", ""));
            card.put(
                    "pci_id",
                    (raw.getOrDefault("device/vendor", "") + ":" + raw.getOrDefault("device/device", ""))
                            .replace("0x", ""));
            card.put("numa_node", Kernel.memoryNode(raw.get("device/numa_node")));
            card.put(
                    "interfaces",
                    raw.keySet().stream()
                            .filter(attribute -> attribute.startsWith("netdev "))
                            .map(attribute -> attribute.substring("netdev ".length()))
                            .toList());
            card.put("ports", ports(found, name));
            cards.put(name, card);
        });
        return Map.of("infiniband", Map.of("count", (long) cards.size(), "devices", cards));
    }

    private static Map<String, @Nullable Object> ports(Found found, String card) {
        Map<String, @Nullable Object> ports = new LinkedHashMap<>();
        Kernel.numbered(found, "ibPort " + card + " ").forEach((number, key) -> {
            Map<String, String> raw = Kernel.values(found, key);
            Map<String, @Nullable Object> port = new LinkedHashMap<>();
            port.put("state", afterColon(raw.getOrDefault("state", "")));
            port.put("physical_state", afterColon(raw.getOrDefault("phys_state", "")));
            port.put("rate", raw.getOrDefault("rate", ""));
            port.put("rate_gbps", Kernel.number(raw.getOrDefault("rate", "")));
            port.put("link_layer", raw.getOrDefault("link_layer", ""));
            for (String name : List.of("lid", "sm_lid")) {
                port.put(name, raw.getOrDefault(name, ""));
            }
            port.put("gid", raw.getOrDefault("gids/0", ""));
            ports.put(number, port);
        });
        return ports;
    }

    /** {@code 4: ACTIVE} without its number. */
    private static String afterColon(String state) {
        return state.substring(state.indexOf(':') + 1).strip();
    }
}
