package io.slipway.cli;

import java.util.List;
import java.util.Locale;

/** Amounts of bytes as people read them. */
final class Sizes {

    private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB");

    private Sizes() {}

    /** In powers of 1000: {@code 950 B}, {@code 1.3 MB}. */
    static String shown(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.size() - 1) {
            amount /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, amount < 10 ? "%.1f %s" : "%.0f %s", amount, UNITS.get(unit));
    }
}
