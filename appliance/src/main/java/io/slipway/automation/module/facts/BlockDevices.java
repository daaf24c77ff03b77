package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Disks and their partitions, from {@code /sys/block}. */
final class BlockDevices {

    static final String SCRIPT = """
            _block() {
              _lines=
              _folder=$1; shift
              for _name in "$@"; do
                _value=
                [ -r "$_folder/$_name" ] && { IFS= read -r _value <"$_folder/$_name"; } 2>/dev/null
                [ -z "$_value" ] || _lines="$_lines$_name=$_value
            "
              done
              for _holder in "$_folder"/holders/dm-*; do
                [ -e "$_holder" ] || continue
                _value=
                { IFS= read -r _value <"$_holder/dm/name"; } 2>/dev/null
                _lines="${_lines}holder=${_value:-${_holder##*/}}
            "
              done
            }
            for _disk in /sys/block/*; do
              [ -d "$_disk" ] || continue
              _block "$_disk" device/vendor device/model device/sas_address device/sas_device_handle device/serial removable \\
                queue/discard_granularity queue/rotational queue/scheduler size queue/logical_block_size
              if command -v sg_inq >/dev/null 2>&1; then
                _lines="${_lines}inquired=$(sg_inq "/dev/${_disk##*/}" 2>/dev/null </dev/null |
                  sed -nE 's/.*(Unit serial|Serial) number: +([0-9A-Za-z_]+).*/\\2/p' | head -n 1)
            "
              fi
              tell "block ${_disk##*/}" "${_lines}place=$(readlink "$_disk")"
              for _part in "$_disk/${_disk##*/}"*; do
                [ -d "$_part" ] || continue
                _block "$_part" start size queue/logical_block_size queue/hw_sector_size
                tell "part ${_disk##*/} ${_part##*/}" "$_lines"
              done
              for _slave in "$_disk"/slaves/*; do
                [ ! -e "$_slave" ] || tell "link masters ${_slave##*/} ${_disk##*/}" 1
              done
            done
            for _kind in id uuid label; do
              ask "links ${_kind}s" find "/dev/disk/by-$_kind" -type l -printf '%f\\t%l\\n'
            done
            command -v lspci >/dev/null 2>&1 && ask lspci lspci -D
            """;

    private static final List<String> LINKS = List.of("ids", "uuids", "labels", "masters");

    private static final Pattern PCI = Pattern.compile(".+/([a-f0-9]{4}:[a-f0-9]{2}:[01][a-f0-9]\\.[0-7])/");

    private BlockDevices() {}

    static Map<String, @Nullable Object> facts(Found found) {
        Map<String, Map<String, List<String>>> links = links(found);
        Map<String, @Nullable Object> devices = new TreeMap<>();
        for (String key : found.texts().keySet()) {
            if (key.startsWith("block ")) {
                String name = key.substring("block ".length());
                devices.put(name, disk(name, found, links));
            }
        }
        return Map.of("devices", devices, "device_links", links);
    }

    private static Map<String, Map<String, List<String>>> links(Found found) {
        Map<String, Map<String, List<String>>> links = new LinkedHashMap<>();
        for (String kind : LINKS) {
            Map<String, List<String>> byDevice = new TreeMap<>();
            for (String line : found.lines("links " + kind)) {
                String[] pair = line.split("\t", 2);
                if (pair.length == 2) {
                    String device = pair[1].substring(pair[1].lastIndexOf('/') + 1);
                    byDevice.computeIfAbsent(device, any -> new ArrayList<>()).add(pair[0]);
                }
            }
            links.put(kind, byDevice);
        }
        for (String key : found.texts().keySet()) {
            String[] words = key.split(" ");
            if (key.startsWith("link masters ") && words.length == 4) {
                links.computeIfAbsent("masters", any -> new TreeMap<>())
                        .computeIfAbsent(words[2], any -> new ArrayList<>())
                        .add(words[3]);
            }
        }
        links.values().forEach(byDevice -> byDevice.values().forEach(names -> names.sort(null)));
        return links;
    }

    private static Map<String, @Nullable Object> disk(
            String name, Found found, Map<String, Map<String, List<String>>> links) {
        Map<String, List<String>> raw = values(found.lines("block " + name));
        Map<String, @Nullable Object> disk = new LinkedHashMap<>();
        disk.put("virtual", 1L);
        disk.put("links", linksOf(name, links));
        for (String key : List.of("vendor", "model", "sas_address", "sas_device_handle")) {
            disk.put(key, first(raw, "device/" + key));
        }
        String serial = raw.containsKey("inquired") ? first(raw, "inquired") : first(raw, "device/serial");
        if (serial != null && !serial.isEmpty()) {
            disk.put("serial", serial);
        }
        links.getOrDefault("ids", Map.of()).getOrDefault(name, List.of()).stream()
                .filter(id -> id.startsWith("wwn-"))
                .findFirst()
                .ifPresent(id -> disk.put("wwn", id.substring("wwn-".length())));
        disk.put("removable", first(raw, "removable"));
        disk.put("support_discard", first(raw, "queue/discard_granularity"));
        disk.put("partitions", partitions(name, found, links));
        disk.put("rotational", first(raw, "queue/rotational"));
        String scheduler = String.valueOf(first(raw, "queue/scheduler"));
        disk.put("scheduler_mode", scheduler.contains("[") ? scheduler.replaceAll("^.*\\[|].*$", "") : "");
        disk.put("sectors", firstOr(raw, "size", 0L));
        disk.put("sectorsize", firstOr(raw, "queue/logical_block_size", 512L));
        disk.put("size", size(String.valueOf(first(raw, "size"))));
        disk.put("host", host(first(raw, "place"), found));
        disk.put("holders", raw.getOrDefault("holder", List.of()));
        return disk;
    }

    private static Map<String, @Nullable Object> partitions(
            String disk, Found found, Map<String, Map<String, List<String>>> links) {
        Map<String, @Nullable Object> partitions = new TreeMap<>();
        for (String key : found.texts().keySet()) {
            if (!key.startsWith("part " + disk + " ")) {
                continue;
            }
            String name = key.substring(key.lastIndexOf(' ') + 1);
            Map<String, List<String>> raw = values(found.lines(key));
            Map<String, @Nullable Object> partition = new LinkedHashMap<>();
            partition.put("links", linksOf(name, links));
            partition.put("start", firstOr(raw, "start", 0L));
            partition.put("sectors", firstOr(raw, "size", 0L));
            partition.put("sectorsize", firstOr(raw, "queue/logical_block_size", 512L));
            partition.put("size", size(String.valueOf(first(raw, "size"))));
            List<String> uuids = links.getOrDefault("uuids", Map.of()).getOrDefault(name, List.of());
            partition.put("uuid", uuids.isEmpty() ? null : uuids.getFirst());
            partition.put("holders", raw.getOrDefault("holder", List.of()));
            partitions.put(name, partition);
        }
        return partitions;
    }

    private static Map<String, @Nullable Object> linksOf(String name, Map<String, Map<String, List<String>>> links) {
        Map<String, @Nullable Object> own = new LinkedHashMap<>();
        links.forEach((kind, byDevice) -> own.put(kind, byDevice.getOrDefault(name, List.of())));
        return own;
    }

    private static Map<String, List<String>> values(List<String> lines) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String line : lines) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(line.substring(0, equals), any -> new ArrayList<>())
                        .add(line.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static @Nullable String first(Map<String, List<String>> values, String name) {
        List<String> found = values.get(name);
        return found == null ? null : found.getFirst();
    }

    /** As Ansible has it: text from the kernel, or a number where that says nothing. */
    private static Object firstOr(Map<String, List<String>> values, String name, Object fallback) {
        String found = first(values, name);
        return found == null || found.isEmpty() ? fallback : found;
    }

    /** What {@code lspci} calls the device nearest to the disk, or nothing. */
    private static String host(@Nullable String place, Found found) {
        Matcher address = PCI.matcher(place == null ? "" : place);
        if (!address.find()) {
            return "";
        }
        String start = address.group(1) + " ";
        return found.lines("lspci").stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    /** Sectors of 512 bytes, as Ansible writes sizes. */
    static String size(String sectors) {
        double bytes = sectors.matches("\\d{1,18}") ? Double.parseDouble(sectors) * 512 : 0;
        String[] units = {"Bytes", "KB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
        int unit = 0;
        while (bytes >= 1024 && unit < units.length - 1) {
            bytes /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f %s", bytes, units[unit]);
    }
}
