package io.slipway.mirror.sync;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rates as people write them: {@code 10 MB/s}. */
final class Rate {

    private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,8}) *([kMG]i?B)/s");
    private static final Map<String, Long> UNITS = Map.of(
            "kB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L, "kiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Rate() {}

    /** In bytes per second. */
    static Optional<Long> parse(String text) {
        Matcher parts = SHAPE.matcher(text.strip());
        return parts.matches()
                ? Optional.of(Long.parseLong(parts.group(1)) * UNITS.getOrDefault(parts.group(2), 0L))
                : Optional.empty();
    }
}
