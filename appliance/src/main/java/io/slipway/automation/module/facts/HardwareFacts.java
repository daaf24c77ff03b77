package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Memory, mainboard, uptime, and what {@link Processors}, {@link Mounts} and {@link BlockDevices} find. */
final class HardwareFacts implements Collector {

    private static final Map<String, String> DMI = Map.ofEntries(
            Map.entry("bios_date", "bios_date"),
            Map.entry("bios_vendor", "bios_vendor"),
            Map.entry("bios_version", "bios_version"),
            Map.entry("board_asset_tag", "board_asset_tag"),
            Map.entry("board_name", "board_name"),
            Map.entry("board_serial", "board_serial"),
            Map.entry("board_vendor", "board_vendor"),
            Map.entry("board_version", "board_version"),
            Map.entry("chassis_asset_tag", "chassis_asset_tag"),
            Map.entry("chassis_serial", "chassis_serial"),
            Map.entry("chassis_vendor", "chassis_vendor"),
            Map.entry("chassis_version", "chassis_version"),
            Map.entry("form_factor", "chassis_type"),
            Map.entry("product_name", "product_name"),
            Map.entry("product_serial", "product_serial"),
            Map.entry("product_uuid", "product_uuid"),
            Map.entry("product_version", "product_version"),
            Map.entry("system_vendor", "sys_vendor"));

    /** Chassis types of the SMBIOS specification, section 7.4.1. */
    private static final List<String> FORM_FACTORS = List.of(
            "Unknown",
            "Other",
            "Unknown",
            "Desktop",
            "Low Profile Desktop",
            "Pizza Box",
            "Mini Tower",
            "Tower",
            "Portable",
            "Laptop",
            "Notebook",
            "Hand Held",
            "Docking Station",
            "All In One",
            "Sub Notebook",
            "Space-saving",
            "Lunch Box",
            "Main Server Chassis",
            "Expansion Chassis",
            "Sub Chassis",
            "Bus Expansion Chassis",
            "Peripheral Chassis",
            "RAID Chassis",
            "Rack Mount Chassis",
            "Sealed-case PC",
            "Multi-system",
            "CompactPCI",
            "AdvancedTCA",
            "Blade",
            "Blade Enclosure",
            "Tablet",
            "Convertible",
            "Detachable",
            "IoT Gateway",
            "Embedded PC",
            "Mini PC",
            "Stick PC");

    @Override
    public String name() {
        return "hardware";
    }

    @Override
    public Set<String> aliases() {
        return Set.of("processor", "processor_cores", "processor_count", "mounts", "devices");
    }

    @Override
    public Set<String> needs() {
        return Set.of("platform");
    }

    @Override
    public String script() {
        return """
                ask cpuinfo cat /proc/cpuinfo
                ask nproc nproc
                ask meminfo cat /proc/meminfo
                ask uptime cat /proc/uptime
                for _name in /sys/class/dmi/id/*; do
                  [ -f "$_name" ] && [ -r "$_name" ] || continue
                  case $_name in */modalias|*/uevent) continue ;; esac
                  _value=; { IFS= read -r _value <"$_name"; } 2>/dev/null
                  tell "dmi ${_name##*/}" "$_value"
                done
                """ + Mounts.SCRIPT + BlockDevices.SCRIPT + VolumeGroups.SCRIPT;
    }

    @Override
    public Map<String, @Nullable Object> facts(Found found) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>(Processors.facts(found));
        facts.putAll(memory(found));
        DMI.forEach((fact, file) ->
                facts.put(fact, mainboard(fact, found.text("dmi " + file).strip())));
        String uptime = found.text("uptime").split("[. ]", 2)[0];
        if (uptime.matches("\\d+")) {
            facts.put("uptime_seconds", Long.valueOf(uptime));
        }
        facts.put("mounts", Mounts.list(found));
        facts.putAll(BlockDevices.facts(found));
        facts.put("lvm", VolumeGroups.facts(found));
        return facts;
    }

    private static String mainboard(String fact, String value) {
        if (value.isEmpty()) {
            return "NA";
        }
        if (!fact.equals("form_factor") || !value.matches("\\d{1,3}")) {
            return value;
        }
        int type = Integer.parseInt(value);
        return type < FORM_FACTORS.size() ? FORM_FACTORS.get(type) : "unknown (" + value + ")";
    }

    /** From kilobytes to megabytes, as Ansible rounds and sums them. */
    private static Map<String, @Nullable Object> memory(Found found) {
        Map<String, Long> kilobytes = new LinkedHashMap<>();
        for (String line : found.lines("meminfo")) {
            String[] words = line.split("[:\\s]+");
            if (words.length > 1 && words[1].matches("\\d{1,18}")) {
                kilobytes.put(words[0], Long.valueOf(words[1]));
            }
        }
        if (!kilobytes.containsKey("MemTotal")) {
            return Map.of();
        }
        long total = kilobytes.get("MemTotal");
        long free = kilobytes.getOrDefault("MemFree", 0L);
        long cached = kilobytes.getOrDefault("Cached", 0L) + kilobytes.getOrDefault("Buffers", 0L);
        long swapTotal = kilobytes.getOrDefault("SwapTotal", 0L);
        long swapFree = kilobytes.getOrDefault("SwapFree", 0L);
        Map<String, @Nullable Object> memory = new LinkedHashMap<>();
        memory.put("real", ordered("total", total, "used", total - free, "free", free));
        memory.put("nocache", ordered("free", free + cached, "used", total - free - cached));
        memory.put(
                "swap",
                ordered(
                        "total",
                        swapTotal,
                        "free",
                        swapFree,
                        "used",
                        swapTotal - swapFree,
                        "cached",
                        kilobytes.getOrDefault("SwapCached", 0L)));
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("memtotal_mb", total / 1024);
        facts.put("memfree_mb", free / 1024);
        facts.put("swaptotal_mb", swapTotal / 1024);
        facts.put("swapfree_mb", swapFree / 1024);
        facts.put("memory_mb", memory);
        return facts;
    }

    private static Map<String, Long> ordered(Object... pairs) {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], (Long) pairs[i + 1] / 1024);
        }
        return map;
    }
}
