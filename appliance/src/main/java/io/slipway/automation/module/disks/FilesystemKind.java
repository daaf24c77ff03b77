package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tools of a kind of file system.
 *
 * @param family what its size is asked with
 * @param maker without options and device
 * @param grower empty where it cannot grow
 * @param growsMounted whether it grows by its mount point instead of its device
 */
record FilesystemKind(String family, List<String> maker, List<String> grower, boolean growsMounted) {

    private static final FilesystemKind EXT4 = ext("mkfs.ext4");

    private static final Map<String, FilesystemKind> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("ext2", ext("mkfs.ext2")),
            Map.entry("ext3", ext("mkfs.ext3")),
            Map.entry("ext4", EXT4),
            Map.entry("ext4dev", EXT4),
            Map.entry("xfs", new FilesystemKind("xfs", List.of("mkfs.xfs", "-f"), List.of("xfs_growfs"), true)),
            Map.entry(
                    "btrfs",
                    new FilesystemKind(
                            "btrfs",
                            List.of("mkfs.btrfs", "-f"),
                            List.of("btrfs", "filesystem", "resize", "max"),
                            true)),
            Map.entry("f2fs", new FilesystemKind("f2fs", List.of("mkfs.f2fs", "-f"), List.of("resize.f2fs"), false)),
            Map.entry(
                    "vfat", new FilesystemKind("vfat", List.of("mkfs.vfat"), List.of("fatresize", "-s", "max"), false)),
            Map.entry("lvm", new FilesystemKind("lvm", List.of("pvcreate", "-f"), List.of("pvresize"), false)),
            Map.entry("swap", new FilesystemKind("swap", List.of("mkswap", "-f"), List.of(), false)),
            Map.entry("ocfs2", new FilesystemKind("ocfs2", List.of("mkfs.ocfs2", "-Fx"), List.of(), false)),
            Map.entry("reiserfs", new FilesystemKind("reiserfs", List.of("mkfs.reiserfs", "-q"), List.of(), false)),
            Map.entry("ufs", new FilesystemKind("ufs", List.of("newfs"), List.of(), false))));

    private static final Map<String, String> PACKAGES = Map.of(
            "mkfs.xfs", "xfsprogs",
            "mkfs.btrfs", "btrfs-progs",
            "mkfs.f2fs", "f2fs-tools",
            "mkfs.vfat", "dosfstools",
            "pvcreate", "lvm2",
            "mkfs.ocfs2", "ocfs2-tools",
            "mkfs.reiserfs", "reiserfsprogs",
            "mkfs.ext4", "e2fsprogs");

    private static FilesystemKind ext(String maker) {
        return new FilesystemKind("ext", List.of(maker, "-F"), List.of("resize2fs"), false);
    }

    static String[] names() {
        return KINDS.keySet().toArray(String[]::new);
    }

    static FilesystemKind named(String name) {
        FilesystemKind kind = KINDS.get(name);
        if (kind == null) {
            throw new ModuleFailure("module does not support this filesystem (" + name + ") yet.");
        }
        return kind;
    }

    /** As messages have it: {@code Ext4}, but {@code XFS}. */
    static String label(String name) {
        return switch (name) {
            case "xfs", "vfat", "lvm", "ufs" -> name.toUpperCase(Locale.ROOT);
            case "ext4dev" -> "Ext4";
            default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        };
    }

    /** @param found as {@code blkid} calls it */
    static boolean same(String found, FilesystemKind kind) {
        return kind.equals(KINDS.get(found.equals("LVM2_member") ? "lvm" : found));
    }

    static String packageOf(String tool) {
        return PACKAGES.getOrDefault(tool, tool.startsWith("mkfs.ext") ? "e2fsprogs" : "util-linux");
    }

    /** How many bytes the file system takes, by what the tools of its family say. */
    Optional<Long> size(String info) {
        return switch (family) {
            case "ext" -> product(info, "Block count: +(\\d+)", "Block size: +(\\d+)");
            case "xfs" -> product(info, "(?m)^data .*?bsize=(\\d+)", "(?m)^data .*?blocks=(\\d+)");
            case "f2fs" -> product(info, "sector size = (\\d+)", "total FS sectors = (\\d+)");
            case "btrfs" -> number(info, "Device size:\\s+(\\d+)");
            case "vfat" -> number(info, "(?m)^(?:Cur s|S)ize: *(\\d+)");
            default -> number(info, "(\\d+)");
        };
    }

    private static Optional<Long> product(String text, String one, String other) {
        return number(text, one).flatMap(a -> number(text, other).map(b -> a * b));
    }

    private static Optional<Long> number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.find() && matcher.group(1).length() < 18
                ? Optional.of(Long.valueOf(matcher.group(1)))
                : Optional.empty();
    }
}
