package io.slipway.netboot.ignition;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What Fedora CoreOS's {@code boot_device} stands for: the partitions, RAIDs and encrypted device under its root, in the sizes and with
 * the types that its image has.
 */
final class BootDevice {

    private static final String RESERVED = "8DA63339-0007-60C0-C436-083AC8230908";
    private static final String BIOS = "21686148-6449-6E6F-744E-656564454649";
    private static final String PREP = "9E1A2D38-C612-4316-AA26-8B49521E5A8B";
    private static final String ESP = "C12A7328-F81F-11D2-BA4B-00A0C93EC93B";
    private static final Set<String> LAYOUTS = Set.of("aarch64", "ppc64le", "x86_64");

    private final Part wanted;
    private final Position at;
    private final Findings findings;
    private final List<YamlNode> disks = new ArrayList<>();
    private final List<YamlNode> filesystems = new ArrayList<>();

    private BootDevice(Part wanted, Findings findings) {
        this.wanted = wanted;
        this.at = wanted.at();
        this.findings = findings;
    }

    /** What belongs into {@code storage}. */
    static YamlNode.Mapping storage(Part wanted, Findings findings) {
        return new BootDevice(wanted, findings).storage();
    }

    private YamlNode.Mapping storage() {
        String layout = wanted.has("layout") ? wanted.text("layout") : "x86_64";
        Part luks = wanted.part("luks");
        List<String> devices = wanted.part("mirror").texts("devices");
        boolean encrypted = luks.flag("tpm2") || !luks.items("tang").isEmpty();
        check(layout, devices, luks);
        YamlNode.Mapping storage = Made.mapping(at);
        if (devices.isEmpty() && !encrypted) {
            return storage;
        }
        String root = "/dev/disk/by-partlabel/root";
        if (!devices.isEmpty()) {
            devices.forEach(device -> disk(device, layout));
            storage = Made.with(storage, "disks", Made.node(disks, at));
            storage = Made.with(storage, "raid", Made.node(List.of(raid("boot"), raid("root")), at));
            filesystems.add(filesystem("/dev/md/md-boot", "ext4", "boot"));
            root = "/dev/md/md-root";
        }
        if (encrypted) {
            storage = Made.with(storage, "luks", Made.node(List.of(luks(luks, root)), at));
            root = "/dev/mapper/root";
        }
        filesystems.add(filesystem(root, "xfs", "root"));
        return Made.with(storage, "filesystems", Made.node(filesystems, at));
    }

    private void check(String layout, List<String> devices, Part luks) {
        if (!LAYOUTS.contains(layout)) {
            String why = layout.startsWith("s390x-") ? "is not supported" : "is none";
            findings.error(wanted.at("layout"), "the layout '" + layout + "' " + why, "aarch64, ppc64le or x86_64");
        }
        if (devices.size() == 1) {
            findings.error(wanted.part("mirror").at("devices"), "one device is no mirror", "name at least two");
        }
        if (!devices.isEmpty() && !wanted.has("layout")) {
            findings.warn(wanted.at("mirror"), "the layout of the mirrored disks is not given: x86_64 is taken", "");
        }
        for (String key : new String[] {"cex", "device"}) {
            if (luks.has(key)) {
                findings.error(luks.at(key), "'" + key + "' is for s390x, which is not supported");
            }
        }
    }

    private void disk(String device, String layout) {
        int number = disks.size() + 1;
        boolean efi = !layout.equals("ppc64le");
        YamlNode first = switch (layout) {
            case "ppc64le" -> partition("prep-" + number, 4, PREP);
            case "aarch64" -> partition("reserved-" + number, 1, RESERVED);
            default -> partition("bios-" + number, 1, BIOS);
        };
        YamlNode second = efi ? partition("esp-" + number, 127, ESP) : partition("reserved-" + number, 1, RESERVED);
        YamlNode boot = Made.mapping(at, "label", "boot-" + number, "sizeMiB", 384L);
        YamlNode root = Made.mapping(at, "label", "root-" + number);
        disks.add(Made.mapping(
                at, "device", device, "partitions", List.of(first, second, boot, root), "wipeTable", true));
        if (efi) {
            filesystems.add(filesystem("/dev/disk/by-partlabel/esp-" + number, "vfat", "esp-" + number));
        }
    }

    private YamlNode partition(String label, long size, String type) {
        return Made.mapping(at, "label", label, "sizeMiB", size, "typeGuid", type);
    }

    private YamlNode raid(String label) {
        List<String> devices = IntStream.rangeClosed(1, disks.size())
                .mapToObj(number -> "/dev/disk/by-partlabel/" + label + "-" + number)
                .toList();
        YamlNode.Mapping raid = Made.mapping(at, "devices", devices, "level", "raid1", "name", "md-" + label);
        // At the end of the partition, so that GRUB on BIOS need not understand RAID.
        return label.equals("boot") ? Made.with(raid, "options", Made.node(List.of("--metadata=1.0"), at)) : raid;
    }

    private YamlNode filesystem(String device, String format, String label) {
        return Made.mapping(at, "device", device, "format", format, "label", label, "wipeFilesystem", true);
    }

    private YamlNode luks(Part luks, String device) {
        YamlNode.Mapping clevis = Made.without(luks.mapping(), "discard", "cex", "device");
        YamlNode.Mapping made = Made.mapping(
                at, "clevis", clevis, "device", device, "label", "luks-root", "name", "root", "wipeVolume", true);
        return luks.has("discard") ? Made.with(made, "discard", Made.node(luks.flag("discard"), at)) : made;
    }
}
