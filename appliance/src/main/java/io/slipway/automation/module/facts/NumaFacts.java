package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The memory nodes of the machine: which processors are near which memory, and how far the others are, in the units of the ACPI SLIT
 * table (10 is local).
 */
final class NumaFacts implements Collector {

    @Override
    public String name() {
        return "numa";
    }

    @Override
    public Set<String> aliases() {
        return Set.of();
    }

    @Override
    public String script() {
        return """
                for _folder in /sys/devices/system/node/node[0-9]*; do
                  [ -d "$_folder" ] || continue
                  tell "numa ${_folder##*/node}" "$(cat "$_folder/cpulist" "$_folder/distance" 2>/dev/null
                    grep -m 1 MemTotal "$_folder/meminfo" 2>/dev/null)"
                done
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> nodes = new LinkedHashMap<>();
        Kernel.numbered(found, "numa ").forEach((number, key) -> {
            String[] lines = found.text(key).split("\n", -1);
            if (lines.length < 2) {
                return;
            }
            Map<String, @Nullable Object> node = new LinkedHashMap<>();
            node.put("cpus", lines[0]);
            node.put("cpu_count", Kernel.listed(lines[0]));
            node.put(
                    "memory_mb",
                    lines.length > 2 ? Kernel.number(lines[2].substring(lines[2].indexOf(':') + 1)) / 1024 : 0L);
            node.put(
                    "distances",
                    Arrays.stream(lines[1].strip().split("\\s+"))
                            .map(Kernel::number)
                            .toList());
            nodes.put(number, node);
        });
        return Map.of("numa", Map.of("count", (long) nodes.size(), "nodes", nodes));
    }
}
