package io.slipway.netboot.live;

import io.slipway.common.network.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a machine is made of, as it says itself. Texts are what vendors wrote, without what cannot be printed; empty when nothing is known.
 *
 * @param card the one that it booted from
 * @param memory in bytes
 * @param bmc the address of its management controller
 * @param hostKey the public key of its SSH server, as OpenSSH writes it
 */
public record Hardware(
        MacAddress card,
        Maker maker,
        Processors processors,
        long memory,
        List<Disk> disks,
        List<Card> cards,
        List<Gpu> gpus,
        String bmc,
        String hostKey) {

    /** @param firmware {@code uefi} or {@code bios} */
    public record Maker(String vendor, String product, String serial, String uuid, String bios, String firmware) {}

    public record Processors(String model, long sockets, long cores, long threads) {}

    /**
     * @param name such as {@code nvme0n1}
     * @param size in bytes
     * @param holds what it is a part of: {@code raid}, {@code lvm}, {@code zfs}, {@code ceph}
     */
    public record Disk(
            String name,
            long size,
            String model,
            String serial,
            String wwn,
            boolean rotational,
            boolean removable,
            Set<String> holds) {
        public Disk {
            holds = Set.copyOf(holds);
        }

        /** Whether it shares its content with other disks in a way that outlives any one of them. */
        public boolean isPart() {
            return holds.contains("raid") || holds.contains("zfs") || holds.contains("ceph");
        }
    }

    /**
     * @param pci where it sits
     * @param id vendor and device, as {@code lspci -n} writes them
     * @param speed in Mbit/s; 0 when nothing is known
     */
    public record Card(String name, String mac, String driver, String pci, String id, long speed, boolean link) {}

    public record Gpu(String pci, String id) {}

    public Hardware {
        disks = List.copyOf(disks);
        cards = List.copyOf(cards);
        gpus = List.copyOf(gpus);
    }

    /** In a few words. */
    public String summary() {
        String made = (maker.vendor + " " + maker.product).strip();
        return (made.isEmpty() ? "a machine" : made) + ": " + count(processors.threads, "CPU") + ", " + size(memory)
                + ", " + count(disks.size(), "disk") + ", " + count(cards.size(), "network card") + ", "
                + count(gpus.size(), "GPU");
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    /** As people read it, with the units of memory: 1 KiB is 1024 bytes. */
    static String size(long bytes) {
        double number = bytes;
        for (String unit : List.of("B", "KiB", "MiB", "GiB")) {
            if (number < 1024) {
                return String.format(
                        Locale.ROOT, number < 10 && !unit.equals("B") ? "%.1f %s" : "%.0f %s", number, unit);
            }
            number /= 1024;
        }
        return String.format(Locale.ROOT, "%.1f TiB", number);
    }

    /** As vendors of disks count: 1 GB is 1000 MB. */
    static String decimal(long bytes) {
        double number = bytes;
        for (String unit : List.of("B", "kB", "MB", "GB")) {
            if (number < 1000) {
                return String.format(Locale.ROOT, "%.0f %s", number, unit);
            }
            number /= 1000;
        }
        return String.format(Locale.ROOT, "%.2f TB", number);
    }

    /** Line by line, for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("machine      " + maker.vendor + " " + maker.product + ", serial " + shown(maker.serial) + ", UUID "
                + shown(maker.uuid) + ", " + maker.firmware + " " + maker.bios);
        lines.add("processors   " + shown(processors.model) + ": " + count(processors.sockets, "socket") + ", "
                + count(processors.cores, "core") + ", " + count(processors.threads, "thread"));
        lines.add("memory       " + size(memory));
        for (Disk disk : disks) {
            lines.add("disk         " + disk.name + ": " + decimal(disk.size) + ", " + shown(disk.model) + ", serial "
                    + shown(disk.serial) + (disk.rotational ? ", rotates" : "") + (disk.removable ? ", removable" : "")
                    + (disk.holds.isEmpty()
                            ? ""
                            : ", holds "
                                    + String.join(
                                            ", ", disk.holds.stream().sorted().toList())));
        }
        for (Card card : cards) {
            lines.add("network card " + card.name + ": " + card.mac + ", " + shown(card.driver) + ", PCI " + card.pci
                    + " " + card.id
                    + (card.link ? ", link" + (card.speed > 0 ? " of " + card.speed + " Mbit/s" : "") : ", no link"));
        }
        gpus.forEach(gpu -> lines.add("GPU          PCI " + gpu.pci + " " + gpu.id));
        if (!bmc.isEmpty()) {
            lines.add("BMC          " + bmc);
        }
        if (!hostKey.isEmpty()) {
            lines.add("host key     " + hostKey);
        }
        return lines;
    }

    private static String shown(String text) {
        return text.isEmpty() ? "unknown" : text;
    }
}
