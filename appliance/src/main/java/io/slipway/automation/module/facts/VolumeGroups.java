package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.Map;

/** Volumes of the logical volume manager, if root asks where it is installed. */
final class VolumeGroups {

    static final String SCRIPT = """
            if [ "$(id -u)" = 0 ] && command -v vgs >/dev/null 2>&1; then
              for _tool in vgs lvs pvs; do
                ask "lvm $_tool" "$_tool" --noheadings --nosuffix --units g --separator ,
              done
            fi
            """;

    private VolumeGroups() {}

    static Object facts(Found found) {
        if (!found.has("lvm vgs")) {
            return "N/A";
        }
        Map<String, Object> groups = new LinkedHashMap<>();
        for (String line : found.lines("lvm vgs")) {
            String[] item = line.strip().split(",", -1);
            if (item.length >= 7) {
                groups.put(
                        item[0], Map.of("size_g", item[5], "free_g", item[6], "num_lvs", item[2], "num_pvs", item[1]));
            }
        }
        Map<String, Object> volumes = new LinkedHashMap<>();
        for (String line : found.lines("lvm lvs")) {
            String[] item = line.strip().split(",", -1);
            if (item.length >= 4) {
                volumes.put(item[0], Map.of("size_g", item[3], "vg", item[1]));
            }
        }
        Map<String, Object> disks = new LinkedHashMap<>();
        for (String line : found.lines("lvm pvs")) {
            String[] item = line.strip().split(",", -1);
            if (item.length >= 6) {
                disks.put(item[0], Map.of("size_g", item[4], "free_g", item[5], "vg", item[1]));
            }
        }
        return Map.of("lvs", volumes, "vgs", groups, "pvs", disks);
    }
}
