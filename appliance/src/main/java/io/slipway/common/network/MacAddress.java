package io.slipway.common.network;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/** The hardware address of a network card: EUI-48. */
public record MacAddress(long value) {

    private static final String BYTE = "[0-9a-f]{1,2}";
    private static final String WORD = "[0-9a-f]{1,4}";

    /** The ways in which one is written, each with how many digits its parts have. */
    private static final Pattern PAIRS =
            Pattern.compile(BYTE + "([:-])" + BYTE + "(?:\\1" + BYTE + "){4}", Pattern.CASE_INSENSITIVE);

    private static final Pattern WORDS =
            Pattern.compile(WORD + "([:.-])" + WORD + "\\1" + WORD, Pattern.CASE_INSENSITIVE);
    private static final Pattern HALVES = Pattern.compile("[0-9a-f]{6}([:-])[0-9a-f]{6}", Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE = Pattern.compile("[0-9a-f]{12}|[0-9a-f]{11}", Pattern.CASE_INSENSITIVE);

    /** Empty when the text is not one. */
    public static Optional<MacAddress> parse(String text) {
        int digits = PAIRS.matcher(text).matches()
                ? 2
                : WORDS.matcher(text).matches()
                        ? 4
                        : HALVES.matcher(text).matches()
                                ? 6
                                : BARE.matcher(text).matches() ? 12 : 0;
        if (digits == 0) {
            return Optional.empty();
        }
        long value = 0;
        for (String part : text.split("[:.-]")) {
            value = (value << (4 * digits)) | Long.parseLong(part, 16);
        }
        return Optional.of(new MacAddress(value));
    }

    /** @param size digits of a part, which keeps its leading zeros if {@code padded} */
    public String written(int size, String separator, boolean padded) {
        StringBuilder text = new StringBuilder();
        for (int shift = 48 - 4 * size; shift >= 0; shift -= 4 * size) {
            long part = (value >> shift) & ((1L << (4 * size)) - 1);
            String digits = Long.toHexString(part);
            text.append(text.isEmpty() ? "" : separator)
                    .append(padded ? "0".repeat(size - digits.length()) : "")
                    .append(digits);
        }
        return text.toString();
    }

    /** The address that a card with this one gives itself in a network (RFC 4862, modified EUI-64). */
    public IpAddress in(IpAddress network) {
        long high = value >> 24;
        long low = value & 0xffffffL;
        BigInteger eui64 =
                BigInteger.valueOf(high ^ 0x020000L).shiftLeft(40).or(BigInteger.valueOf(0xfffe000000L | low));
        return new IpAddress(6, network.value().add(eui64));
    }
}
