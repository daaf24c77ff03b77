package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A size or boundary as {@code parted} writes it.
 *
 * @param value a {@link Double}, or for cylinders, heads and sectors a map of the three
 * @param unit empty if none is written
 */
record DiskSize(Object value, String unit) {

    static final List<String> UNITS =
            List.of("s", "B", "KB", "KiB", "MB", "MiB", "GB", "GiB", "TB", "TiB", "%", "cyl", "chs", "compact");

    private static final List<String> SI = List.of("B", "KB", "MB", "GB", "TB");
    private static final List<String> IEC = List.of("KiB", "MiB", "GiB", "TiB");
    private static final Pattern NUMBER = Pattern.compile("(-?\\d*\\.?\\d+|-?\\d+\\.) *([\\w%]+)?");
    private static final Pattern CHS = Pattern.compile("(\\d{1,18}),(\\d{1,18}),(\\d{1,18})");

    static DiskSize parse(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new DiskSize(Double.valueOf(number.group(1)), number.group(2) == null ? "" : number.group(2));
        }
        Matcher chs = CHS.matcher(text);
        if (!chs.matches()) {
            throw new ModuleFailure("Error interpreting parted size output: '" + text + "'");
        }
        Map<String, Object> three = new LinkedHashMap<>();
        three.put("cylinder", Long.valueOf(chs.group(1)));
        three.put("head", Long.valueOf(chs.group(2)));
        three.put("sector", Long.valueOf(chs.group(3)));
        return new DiskSize(three, "chs");
    }

    /** In bytes where the unit has some; else the bare number, as Ansible compares it. */
    long bytes() {
        if (!(value instanceof Double number)) {
            throw new ModuleFailure(
                    "a partition cannot be resized in cylinders, heads and sectors: choose another unit");
        }
        double factor = 1;
        if (SI.contains(unit)) {
            factor = Math.pow(1000, SI.indexOf(unit));
        } else if (IEC.contains(unit)) {
            factor = Math.pow(1024, IEC.indexOf(unit) + 1.0);
        } else if (List.of("", "compact", "cyl").contains(unit)) {
            factor = 1000 * 1000;
        }
        return (long) (number * factor);
    }

    /** The same number in another unit. */
    DiskSize in(String other) {
        return new DiskSize(value, other);
    }
}
