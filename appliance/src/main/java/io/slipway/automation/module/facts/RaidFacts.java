package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The kernel's own RAID arrays, from {@code /sys/block/md*} (kernel documentation, admin-guide/md), with the names that mdadm knows. */
final class RaidFacts implements Collector {

    @Override
    public String name() {
        return "raid";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("mdadm");
    }

    @Override
    public String script() {
        return Kernel.ATTRIBUTES + """
                for _array in /sys/block/md*; do
                  [ -d "$_array/md" ] || continue
                  _attributes "$_array" size md/level md/array_state md/raid_disks md/degraded md/sync_action md/sync_completed \\
                    md/mismatch_cnt md/metadata_version md/chunk_size md/uuid
                  for _member in "$_array"/md/dev-*; do
                    [ -d "$_member" ] || continue
                    _value=
                    { IFS= read -r _value <"$_member/state"; } 2>/dev/null
                    _lines="${_lines}member ${_member##*/dev-}=$_value
                "
                  done
                  tell "raid ${_array##*/}" "$_lines"
                  command -v mdadm >/dev/null 2>&1 && ask "raidDetail ${_array##*/}" mdadm --detail --export "/dev/${_array##*/}"
                done
                """;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> arrays = new LinkedHashMap<>();
        Kernel.numbered(found, "raid ").forEach((name, key) -> {
            Map<String, String> raw = Kernel.values(found, key);
            Map<String, String> detail = Kernel.values(found, "raidDetail " + name);
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            raw.forEach((attribute, value) -> {
                if (attribute.startsWith("member ")) {
                    members.put(attribute.substring("member ".length()), List.of(value.split(",")));
                }
            });
            Map<String, @Nullable Object> array = new LinkedHashMap<>();
            array.put("level", raw.getOrDefault("md/level", ""));
            array.put("state", raw.getOrDefault("md/array_state", ""));
            array.put("size", Kernel.number(raw.getOrDefault("size", "")) * 512);
            array.put("raid_devices", Kernel.number(raw.getOrDefault("md/raid_disks", "")));
            array.put("degraded", Kernel.number(raw.getOrDefault("md/degraded", "")));
            array.put("sync_action", raw.getOrDefault("md/sync_action", ""));
            array.put("sync_completed", raw.getOrDefault("md/sync_completed", ""));
            array.put("metadata", raw.getOrDefault("md/metadata_version", ""));
            array.put("chunk_size", Kernel.number(raw.getOrDefault("md/chunk_size", "")));
            array.put("uuid", detail.getOrDefault("MD_UUID", raw.getOrDefault("md/uuid", "")));
            array.put("name", detail.getOrDefault("MD_NAME", ""));
            array.put("members", members);
            arrays.put(name, array);
        });
        return Map.of("raid", Map.of("count", (long) arrays.size(), "arrays", arrays));
    }
}
