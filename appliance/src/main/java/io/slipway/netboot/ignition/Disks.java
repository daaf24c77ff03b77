package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The rules for disks, partitions, RAIDs and file systems. */
final class Disks {

    private static final Pattern GUID = Pattern.compile("|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final int LONGEST_PARTITION_LABEL = 36;
    private static final Map<String, Integer> LONGEST_LABEL =
            Map.of("ext4", 16, "btrfs", 256, "xfs", 12, "swap", 15, "vfat", 11);
    private static final int FORMAT_NONE = 3;
    private static final Set<String> STRIPES = Set.of("linear", "raid0", "0", "stripe");
    private static final Set<String> LEVELS = Set.of(
            "linear", "raid0", "0", "stripe", "raid1", "1", "mirror", "raid4", "4", "raid5", "5", "raid6", "6",
            "raid10", "10");

    private final Findings findings;
    private final int minor;
    private final Resources resources;

    Disks(Findings findings, int minor, Resources resources) {
        this.findings = findings;
        this.minor = minor;
        this.resources = resources;
    }

    void check(Part storage) {
        storage.parts("disks").forEach(this::disk);
        storage.parts("raid").forEach(this::raid);
        for (Part filesystem : storage.parts("filesystems")) {
            filesystem(filesystem);
            overwrites(storage, filesystem);
        }
        Encryption encryption = new Encryption(findings, minor, resources);
        storage.parts("luks").forEach(encryption::check);
    }

    private void disk(Part disk) {
        Paths.check(disk, "device", findings);
        List<Part> partitions = disk.parts("partitions");
        partitions.forEach(this::partition);
        Set<Long> numbers = new HashSet<>();
        Set<String> labels = new HashSet<>();
        for (Part partition : partitions) {
            long number = partition.whole("number").orElse(0);
            if (number != 0 && !numbers.add(number)) {
                findings.error(partition.at(), "two partitions have the number " + number);
            }
            if (partition.has("label") && !labels.add(partition.text("label"))) {
                findings.error(
                        partition.at("label"), "two partitions have the label '" + partition.text("label") + "'");
            }
        }
        overlaps(partitions);
    }

    private void overlaps(List<Part> partitions) {
        List<Part> placed = partitions.stream()
                .filter(partition -> partition.whole("startMiB").orElse(0) != 0 && partition.has("sizeMiB"))
                .toList();
        for (int i = 0; i < placed.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (start(placed.get(i)) <= end(placed.get(j)) && start(placed.get(j)) <= end(placed.get(i))) {
                    findings.error(placed.get(i).at(), "this partition overlaps another one of the disk");
                }
            }
        }
    }

    private static long start(Part partition) {
        return partition.whole("startMiB").orElse(0);
    }

    /** Of one that fills what is free, only its start is known. */
    private static long end(Part partition) {
        long size = partition.whole("sizeMiB").orElse(0);
        return size == 0 ? start(partition) : start(partition) + size - 1;
    }

    private void partition(Part partition) {
        if (partition.flagIs("shouldExist", false)
                && (partition.has("label")
                        || !partition.text("typeGuid").isEmpty()
                        || !partition.text("guid").isEmpty()
                        || partition.has("startMiB")
                        || partition.has("sizeMiB"))) {
            findings.error(
                    partition.at(),
                    "a partition that should not exist is described",
                    "a number is all that may be said of it");
        }
        if (partition.whole("number").orElse(0) == 0 && !partition.has("label")) {
            findings.error(partition.at(), "a partition has neither a number nor a label", "give at least one of them");
        }
        String label = partition.text("label");
        if (bytes(label) > LONGEST_PARTITION_LABEL) {
            tooLong(partition.at("label"), label, LONGEST_PARTITION_LABEL, "of a partition");
        } else if (label.contains(":")) {
            findings.error(partition.at("label"), "the label '" + label + "' would be cut off at its colon");
        }
        for (String key : new String[] {"guid", "typeGuid"}) {
            if (!GUID.matcher(partition.text(key)).matches()) {
                findings.error(
                        partition.at(key),
                        "'" + partition.text(key) + "' is not a GUID",
                        "as in 01234567-89AB-CDEF-EDCB-A98765432101");
            }
        }
    }

    private void raid(Part raid) {
        String level = raid.text("level");
        if (level.isEmpty()) {
            findings.error(raid.at("level"), "the RAID '" + raid.text("name") + "' has no level", "as in raid1");
        } else if (!LEVELS.contains(level)) {
            findings.error(raid.at("level"), "'" + level + "' is not a level of RAID", "as in raid1");
        } else if (STRIPES.contains(level) && raid.whole("spares").orElse(0) != 0) {
            findings.error(raid.at("level"), "a RAID of level '" + level + "' has no use for spares");
        }
        if (raid.items("devices").isEmpty()) {
            findings.error(raid.at("devices"), "the RAID '" + raid.text("name") + "' has no devices");
        }
        raid.items("devices").forEach(device -> Paths.check(new Part(device(device)), "device", findings));
    }

    private static YamlNode.Mapping device(YamlNode value) {
        return new YamlNode.Mapping(
                List.of(new YamlNode.Entry(YamlNode.Scalar.of("device", value.at()), value)), value.at());
    }

    private void filesystem(Part filesystem) {
        if (!filesystem.text("path").isEmpty()) {
            Paths.check(filesystem, "path", findings);
        }
        Paths.check(filesystem, "device", findings);
        String format = filesystem.text("format");
        String label = filesystem.text("label");
        if (format.isEmpty()) {
            if (!filesystem.text("path").isEmpty()
                    || !label.isEmpty()
                    || !filesystem.text("uuid").isEmpty()
                    || filesystem.flag("wipeFilesystem")
                    || !filesystem.items("mountOptions").isEmpty()
                    || !filesystem.items("options").isEmpty()) {
                findings.error(filesystem.at("format"), "a file system is described, but not its format", "as in ext4");
            }
        } else if (!LONGEST_LABEL.containsKey(format) && !(format.equals("none") && minor >= FORMAT_NONE)) {
            findings.error(
                    filesystem.at("format"),
                    "Ignition makes no file system '" + format + "'",
                    "it makes ext4, btrfs, xfs, swap and vfat");
        } else if (bytes(label) > LONGEST_LABEL.getOrDefault(format, Integer.MAX_VALUE)) {
            tooLong(filesystem.at("label"), label, LONGEST_LABEL.getOrDefault(format, 0), "of " + format);
        }
    }

    private void overwrites(Part storage, Part filesystem) {
        for (Part disk : storage.parts("disks")) {
            if (!disk.text("device").equals(filesystem.text("device"))) {
                continue;
            }
            if (!disk.parts("partitions").isEmpty()) {
                findings.warn(filesystem.at("device"), "this file system overwrites the partitions of its disk", "");
            } else if (disk.flag("wipeTable") && !filesystem.flag("wipeFilesystem")) {
                findings.warn(filesystem.at("device"), "this file system is wiped, since the table of its disk is", "");
            }
        }
    }

    private void tooLong(Position at, String label, int longest, String whose) {
        findings.error(at, "the label '" + label + "' is too long: " + longest + " bytes fit into the label " + whose);
    }

    private static int bytes(String label) {
        return label.getBytes(StandardCharsets.UTF_8).length;
    }
}
