package io.slipway.common.crypto;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The full fingerprint of an OpenPGP key.
 *
 * @param hex 40 (version 4) or 64 (version 6) upper-case hexadecimal digits
 */
public record Fingerprint(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9A-F]{40}|[0-9A-F]{64}");

    public Fingerprint {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("not an OpenPGP fingerprint: " + hex);
        }
    }

    /** Whether {@link #parse} accepts the text. */
    public static boolean isFingerprint(String text) {
        return HEX.matcher(normal(text)).matches();
    }

    /** Reads it as people and tools write it: in any case, with or without blanks and a leading {@code 0x}. */
    public static Fingerprint parse(String text) {
        return new Fingerprint(normal(text));
    }

    static Fingerprint of(byte[] bytes) {
        return new Fingerprint(HexFormat.of().withUpperCase().formatHex(bytes));
    }

    private static String normal(String text) {
        String compact = text.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
        return compact.startsWith("0X") ? compact.substring(2) : compact;
    }

    @Override
    public String toString() {
        return hex;
    }
}
