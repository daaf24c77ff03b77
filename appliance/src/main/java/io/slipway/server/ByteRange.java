package io.slipway.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110 section 14).
 *
 * @param first the first byte, counted from 0
 * @param length in bytes
 */
record ByteRange(long first, long length) {

    /** Nobody needs more; each costs headers, and a client could ask for one byte a thousand times. */
    private static final int MOST = 16;

    private static final Pattern SET = Pattern.compile("bytes=(.*)");
    private static final Pattern SPEC = Pattern.compile("\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** What a Range header comes to. */
    sealed interface Asked {
        /** No range, or one that may be ignored: another unit, nonsense, too many, ones that overlap. */
        record Everything() implements Asked {}

        /** At least one, in the order in which they were asked for. */
        record Parts(List<ByteRange> ranges) implements Asked {}

        /** Beyond the end of the file. */
        record Unsatisfiable() implements Asked {}
    }

    /** @param size of the whole file */
    static Asked asked(Optional<String> header, long size) {
        if (header.isEmpty()) {
            return new Asked.Everything();
        }
        Matcher set = SET.matcher(header.get());
        if (!set.matches()) {
            return new Asked.Everything();
        }
        List<ByteRange> ranges = new ArrayList<>();
        for (String spec : set.group(1).split(",", MOST + 1)) {
            Matcher numbers = SPEC.matcher(spec);
            if (!numbers.matches() || isNonsense(numbers.group(1), numbers.group(2))) {
                return new Asked.Everything();
            }
            of(numbers.group(1), numbers.group(2), size).ifPresent(ranges::add);
        }
        if (ranges.isEmpty()) {
            return new Asked.Unsatisfiable();
        }
        return ranges.size() > MOST || overlap(ranges) ? new Asked.Everything() : new Asked.Parts(ranges);
    }

    private static boolean isNonsense(String first, String last) {
        return first.isEmpty() ? last.isEmpty() : !last.isEmpty() && Long.parseLong(last) < Long.parseLong(first);
    }

    private static Optional<ByteRange> of(String first, String last, long size) {
        if (first.isEmpty()) {
            long suffix = Math.min(Long.parseLong(last), size);
            return suffix == 0 ? Optional.empty() : Optional.of(new ByteRange(size - suffix, suffix));
        }
        long from = Long.parseLong(first);
        long to = last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        return from >= size ? Optional.empty() : Optional.of(new ByteRange(from, to - from + 1));
    }

    private static boolean overlap(List<ByteRange> ranges) {
        for (int i = 0; i < ranges.size(); i++) {
            for (int j = 0; j < i; j++) {
                ByteRange one = ranges.get(i);
                ByteRange other = ranges.get(j);
                if (one.first < other.first + other.length && other.first < one.first + one.length) {
                    return true;
                }
            }
        }
        return false;
    }

    String contentRange(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
