package io.slipway.common;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A Debian package version, {@code [epoch:]upstream[-revision]}, ordered as Debian policy section 5.6.12 says.
 *
 * <p>Equal texts are equal versions, but not the other way round: {@code 1.0} and {@code 1.0-0} compare as the same.
 *
 * @param text as the package has it
 */
public record DebianVersion(String text) implements Comparable<DebianVersion> {

    private static final Pattern SHAPE = Pattern.compile("[0-9]{1,9}:[A-Za-z0-9.+~:-]+|[A-Za-z0-9.+~-]+");

    public DebianVersion {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("not a package version: '" + text + "'");
        }
    }

    /** More tolerant than policy, as dpkg is when it reads what others made: an upstream part need not start with a digit. */
    public static Optional<DebianVersion> parse(String text) {
        try {
            return Optional.of(new DebianVersion(text));
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }

    @Override
    @SuppressWarnings("ComparableAndEquals")
    public int compareTo(DebianVersion other) {
        if (text.equals(other.text)) {
            return 0;
        }
        int byEpoch = Integer.compare(epoch(), other.epoch());
        if (byEpoch != 0) {
            return byEpoch;
        }
        int upstreamEnd = upstreamEnd();
        int otherEnd = other.upstreamEnd();
        int byUpstream = comparePart(
                text, text.indexOf(':') + 1, upstreamEnd, other.text, other.text.indexOf(':') + 1, otherEnd);
        return byUpstream != 0
                ? byUpstream
                : comparePart(
                        text,
                        Math.min(upstreamEnd + 1, text.length()),
                        text.length(),
                        other.text,
                        Math.min(otherEnd + 1, other.text.length()),
                        other.text.length());
    }

    private int epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(text, 0, colon, 10);
    }

    /** Where the revision's dash is, or the end of the text. */
    private int upstreamEnd() {
        int dash = text.lastIndexOf('-');
        return dash < 0 ? text.length() : dash;
    }

    /** Alternates between runs of non-digits and numbers; copies nothing, since indexes make it compare by the million. */
    private static int comparePart(String a, int fromA, int endA, String b, int fromB, int endB) {
        int i = fromA;
        int j = fromB;
        while (i < endA || j < endB) {
            while (isText(a, i, endA) || isText(b, j, endB)) {
                int order = Integer.compare(weight(a, i, endA), weight(b, j, endB));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            i = skipZeros(a, i, endA);
            j = skipZeros(b, j, endB);
            int firstDifference = 0;
            while (isNumber(a, i, endA) && isNumber(b, j, endB)) {
                firstDifference = firstDifference != 0 ? firstDifference : Character.compare(a.charAt(i), b.charAt(j));
                i++;
                j++;
            }
            if (isNumber(a, i, endA)) {
                return 1;
            }
            if (isNumber(b, j, endB)) {
                return -1;
            }
            if (firstDifference != 0) {
                return Integer.signum(firstDifference);
            }
        }
        return 0;
    }

    private static boolean isText(String part, int at, int end) {
        return at < end && !isDigit(part.charAt(at));
    }

    private static boolean isNumber(String part, int at, int end) {
        return at < end && isDigit(part.charAt(at));
    }

    private static int skipZeros(String part, int from, int end) {
        int at = from;
        while (at < end && part.charAt(at) == '0') {
            at++;
        }
        return at;
    }

    /** A tilde comes before the end of the part, then letters, then everything else. */
    private static int weight(String part, int at, int end) {
        if (!isText(part, at, end)) {
            return 0;
        }
        char c = part.charAt(at);
        if (c == '~') {
            return -1;
        }
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : c + 256;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return text;
    }
}
