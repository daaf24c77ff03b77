package io.slipway.automation.module.disks;

import io.slipway.automation.module.ModuleFailure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a logical volume is to be, or by how much it is to change.
 *
 * @param operator {@code +}, {@code -} or nothing
 * @param number as it is written; with a percentage only the part before the sign
 * @param unit a letter, m if none is written; empty for a percentage
 * @param whole what a percentage is of: VG, PVS or FREE; empty for an absolute size
 */
record VolumeSize(String operator, String number, String unit, String whole) {

    private static final Pattern ABSOLUTE = Pattern.compile("(\\d{1,15}(?:\\.\\d*)?)([bBsSkKmMgGtTpPeE]?)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,9})%(.*)", Pattern.DOTALL);

    static VolumeSize parse(String text) {
        boolean relative = text.startsWith("+") || text.startsWith("-");
        String operator = relative ? text.substring(0, 1) : "";
        String size = relative ? text.substring(1) : text;
        Matcher percent = PERCENT.matcher(size);
        if (percent.matches()) {
            if (Integer.parseInt(percent.group(1)) > 100) {
                throw new ModuleFailure("Size percentage cannot be larger than 100%");
            }
            if (percent.group(2).equals("ORIGIN")) {
                throw new ModuleFailure("Snapshot Volumes are not supported");
            }
            if (!List.of("VG", "PVS", "FREE").contains(percent.group(2))) {
                throw new ModuleFailure("Specify extents as a percentage of VG|PVS|FREE");
            }
            return new VolumeSize(operator, percent.group(1), "", percent.group(2));
        }
        Matcher absolute = ABSOLUTE.matcher(size);
        if (!absolute.matches()) {
            throw new ModuleFailure("Bad size specification of '" + size + "'");
        }
        String unit = absolute.group(2);
        return new VolumeSize(operator, absolute.group(1), unit.isEmpty() ? "m" : unit, "");
    }

    boolean isPercentage() {
        return !whole.isEmpty();
    }

    /** The unit that sizes are asked for in: lower case stands for powers of 1024. */
    static String askedIn(Optional<VolumeSize> size) {
        return size.filter(s -> !s.isPercentage())
                .map(s -> s.unit.toLowerCase(Locale.ROOT))
                .orElse("m");
    }

    double value() {
        return Double.parseDouble(number);
    }

    String option() {
        return isPercentage() ? "-l" : "-L";
    }

    /** Without the operator. */
    String amount() {
        return isPercentage() ? number + "%" + whole : number + unit;
    }
}
