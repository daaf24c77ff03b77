package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code parted -m … print} says of a disk.
 *
 * @param disk the disk, under Ansible's names
 */
record PartitionTable(Map<String, Object> disk, DiskSize size, String label, List<Partition> partitions) {

    /** @param end where it ends */
    record Partition(long number, String name, List<String> flags, DiskSize end, Map<String, Object> facts) {}

    /** Fields of a line end in a colon, the line in a semicolon; a backslash keeps a colon from being an end. */
    static PartitionTable parse(String output) {
        List<List<String>> lines = output.lines()
                .filter(line -> !line.isBlank())
                .map(PartitionTable::fields)
                .toList();
        if (lines.size() < 2 || lines.get(1).size() < 7) {
            throw new ModuleFailure("the node's parted says what isn't understood: " + output.strip());
        }
        List<String> about = lines.get(1);
        DiskSize size = DiskSize.parse(about.get(1));
        boolean chs = size.unit().equals("chs");
        boolean cylinders = chs || size.unit().equals("cyl");
        Map<String, Object> disk = new LinkedHashMap<>();
        disk.put("dev", about.get(0));
        disk.put("size", size.value());
        disk.put("unit", size.unit().toLowerCase(Locale.ROOT));
        disk.put("table", about.get(5));
        disk.put("model", about.get(6));
        disk.put("logical_block", number(about.get(3)));
        disk.put("physical_block", number(about.get(4)));
        if (cylinders && lines.size() > 2) {
            disk.put("chs_info", geometry(lines.get(2)));
        }
        List<Partition> partitions = new ArrayList<>();
        lines.stream()
                .skip(cylinders ? 3 : 2)
                .forEach(line -> partitions.add(partition(line, chs, size.unit().toLowerCase(Locale.ROOT))));
        return new PartitionTable(disk, size, about.get(5), partitions);
    }

    private static Map<String, Object> geometry(List<String> line) {
        DiskSize size = DiskSize.parse(line.get(3));
        Map<String, Object> geometry = new LinkedHashMap<>();
        geometry.put("cylinders", number(line.get(0)));
        geometry.put("heads", number(line.get(1)));
        geometry.put("sectors", number(line.get(2)));
        geometry.put("cyl_size", size.value());
        geometry.put("cyl_size_unit", size.unit().toLowerCase(Locale.ROOT));
        return geometry;
    }

    private static Partition partition(List<String> line, boolean chs, String unit) {
        int names = chs ? 3 : 4;
        if (line.size() < names + 3) {
            throw new ModuleFailure("the node's parted says what isn't understood: " + String.join(":", line));
        }
        List<String> flags = List.of(line.get(names + 2).split(", ")).stream()
                .filter(flag -> !flag.isEmpty())
                .map(String::strip)
                .toList();
        DiskSize end = DiskSize.parse(line.get(2));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("num", number(line.get(0)));
        facts.put("begin", DiskSize.parse(line.get(1)).value());
        facts.put("end", end.value());
        facts.put("size", chs ? "" : DiskSize.parse(line.get(3)).value());
        facts.put("fstype", line.get(names));
        facts.put("name", line.get(names + 1));
        facts.put("flags", flags);
        facts.put("unit", unit);
        return new Partition(number(line.get(0)), line.get(names + 1), flags, end, facts);
    }

    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        String bare = line.endsWith(";") ? line.substring(0, line.length() - 1) : line;
        for (int i = 0; i < bare.length(); i++) {
            char c = bare.charAt(i);
            if (c == '\\' && i + 1 < bare.length()) {
                field.append(bare.charAt(++i));
            } else if (c == ':') {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    Optional<Partition> partition(long number) {
        return partitions.stream().filter(one -> one.number == number).findFirst();
    }
}
