package io.slipway.netboot.live;

import io.slipway.netboot.live.Hardware.Disk;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which disks of a node are its system's, as the inventory says it. It chooses those or none: one disk too many is somebody's data.
 *
 * @param model a pattern with {@code *} and {@code ?}; as well as the others
 * @param path such as {@code /dev/nvme0n1}
 * @param least bytes, as is {@code most}
 * @param count how many disks these are
 */
public record DiskRule(
        Optional<String> model,
        Optional<String> serial,
        Optional<String> path,
        Optional<Boolean> ssd,
        OptionalLong least,
        OptionalLong most,
        Optional<Size> size,
        int count) {

    /** Whatever its size in bytes. */
    public DiskRule(
            Optional<String> model,
            Optional<String> serial,
            Optional<String> path,
            Optional<Boolean> ssd,
            Optional<Size> size,
            int count) {
        this(model, serial, path, ssd, OptionalLong.empty(), OptionalLong.empty(), size, count);
    }

    /** Of those that match, and by nothing but their size. */
    public enum Size {
        SMALLEST,
        LARGEST
    }

    /**
     * What a rule comes to on a machine.
     *
     * @param refusal why nothing was chosen; empty when something was
     */
    public record Choice(List<Disk> disks, String refusal) {
        public Choice {
            disks = List.copyOf(disks);
        }
    }

    /** What holds a part of a RAID is never chosen, and nothing else in its place. */
    public Choice among(List<Disk> all) {
        List<Disk> found =
                all.stream().filter(disk -> !disk.removable() && matches(disk)).toList();
        if (found.size() < count) {
            return refused(
                    "its inventory's rule wants " + disks(count) + ", and " + found.size() + " match: " + named(all));
        }
        if (size.isEmpty() && found.size() > count) {
            return refused("its inventory's rule wants " + disks(count) + ", and these match: " + named(found));
        }
        List<Disk> sorted = size.map(DiskRule::order)
                .map(order -> found.stream().sorted(order).toList())
                .orElse(found);
        if (sorted.size() > count
                && sorted.get(count - 1).size() == sorted.get(count).size()) {
            return refused("several disks are of the same size, and the rule tells them apart by nothing else: "
                    + named(found));
        }
        List<Disk> chosen = sorted.subList(0, count);
        List<Disk> shared = chosen.stream().filter(Disk::inRaid).toList();
        return shared.isEmpty() ? new Choice(chosen, "") : refused("it belongs to a RAID: " + named(shared));
    }

    private static Comparator<Disk> order(Size size) {
        Comparator<Disk> rising = Comparator.comparingLong(Disk::size);
        return size == Size.SMALLEST ? rising : rising.reversed();
    }

    private boolean matches(Disk disk) {
        return like(model, disk.model())
                && like(serial, disk.serial())
                && like(path, "/dev/" + disk.name())
                && ssd.map(wanted -> wanted != disk.rotational()).orElse(true)
                && disk.size() >= least.orElse(0)
                && disk.size() <= most.orElse(Long.MAX_VALUE);
    }

    private static boolean like(Optional<String> pattern, String text) {
        if (pattern.isEmpty()) {
            return true;
        }
        String regex = pattern.get()
                .chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.matches(regex, text);
    }

    private static Choice refused(String why) {
        return new Choice(List.of(), why);
    }

    private static String disks(int count) {
        return count == 1 ? "one disk" : count + " disks";
    }

    private static String named(List<Disk> disks) {
        return disks.isEmpty()
                ? "no disk"
                : disks.stream()
                        .map(disk -> disk.name() + " (" + Hardware.decimal(disk.size()) + ", " + disk.model() + ")")
                        .collect(Collectors.joining(", "));
    }
}
