package io.slipway.netboot.live;

import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.DiskRule.Which;
import io.slipway.netboot.live.Hardware.Disk;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which disks a rule comes to at a machine that reported them, as {@code pxe/common/pick-disk.sh} does it at one that is installed. It chooses those
 * or none: one disk too many is somebody's data.
 */
final class ChooseDisks {

    /** What udev makes, which the live system has not. */
    private static final String LINKS = "/dev/disk/";

    private final DiskRule rule;

    private ChooseDisks(DiskRule rule) {
        this.rule = rule;
    }

    /**
     * What a rule comes to on a machine.
     *
     * @param refusal why nothing was chosen; empty when something was
     */
    record Choice(List<Disk> disks, String refusal) {
        Choice {
            disks = List.copyOf(disks);
        }
    }

    /** What holds a part of a RAID is never chosen, and nothing else in its place. */
    static Choice of(DiskRule rule, List<Disk> all) {
        return new ChooseDisks(rule).among(all);
    }

    private Choice among(List<Disk> all) {
        int count = rule.count();
        if (rule.path().filter(path -> path.startsWith(LINKS)).isPresent()) {
            return refused("its inventory's rule names " + rule.path().get()
                    + ", which only an installed system knows: say more of the disk, such as its serial number");
        }
        List<Disk> found =
                all.stream().filter(disk -> !disk.removable() && matches(disk)).toList();
        if (found.size() < count) {
            return refused(
                    "its inventory's rule wants " + disks(count) + ", and " + found.size() + " match: " + named(all));
        }
        if (rule.which() == Which.ONLY && found.size() > count) {
            return refused("its inventory's rule wants " + disks(count) + ", and these match: " + named(found));
        }
        List<Disk> sorted = found.stream().sorted(order()).toList();
        if (sorted.size() > count
                && sorted.get(count - 1).size() == sorted.get(count).size()) {
            return refused("several disks are of the same size, and the rule tells them apart by nothing else: "
                    + named(found));
        }
        List<Disk> chosen = sorted.subList(0, count);
        List<Disk> shared = chosen.stream().filter(Disk::isPart).toList();
        return shared.isEmpty()
                ? new Choice(chosen, "")
                : refused("part of something larger ("
                        + String.join(
                                ", ",
                                shared.stream()
                                        .flatMap(disk -> disk.holds().stream())
                                        .collect(Collectors.toCollection(TreeSet::new)))
                        + "): " + named(shared));
    }

    private Comparator<Disk> order() {
        Comparator<Disk> rising = Comparator.comparingLong(Disk::size);
        return rule.which() == Which.LARGEST ? rising.reversed() : rising;
    }

    private boolean matches(Disk disk) {
        return disk.size() >= rule.least().orElse(0)
                && disk.size() <= rule.most().orElse(Long.MAX_VALUE)
                && like(rule.model(), disk.model())
                && like(rule.serial(), disk.serial())
                && rule.path().map(("/dev/" + disk.name())::equals).orElse(true)
                && rule.ssd().map(wanted -> wanted != disk.rotational()).orElse(true);
    }

    private static boolean like(Optional<String> pattern, String text) {
        if (pattern.isEmpty()) {
            return true;
        }
        String regex = pattern.get()
                .chars()
                .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return Pattern.matches(regex, text.strip().replaceAll(" +", " "));
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
