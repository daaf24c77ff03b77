package io.slipway.common;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes as people write it in settings: {@code 400GB} by powers of 1000, {@code 1TiB} by powers of 1024. */
public final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}) ?(B|[kMGT]B|[KMGT]iB)");

    private static final Map<String, Long> UNITS = Map.of(
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "TB",
            1_000_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TiB",
            1L << 40);

    private ByteSize() {}

    /** Nothing when the text is no such number, or one that is larger than any disk. */
    public static OptionalLong parse(String text) {
        Matcher parts = SIZE.matcher(text);
        if (!parts.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(parts.group(1));
        long unit = Objects.requireNonNull(UNITS.get(parts.group(2)));
        return number > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
    }
}
