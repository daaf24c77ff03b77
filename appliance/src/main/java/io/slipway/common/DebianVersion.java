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
        int byEpoch = Integer.compare(epoch(), other.epoch());
        if (byEpoch != 0) {
            return byEpoch;
        }
        int byUpstream = comparePart(upstream(), other.upstream());
        return byUpstream != 0 ? byUpstream : comparePart(revision(), other.revision());
    }

    private int epoch() {
        int colon = text.indexOf(':');
        return colon < 0 ? 0 : Integer.parseInt(text.substring(0, colon));
    }

    private String upstream() {
        int dash = text.lastIndexOf('-');
        return text.substring(text.indexOf(':') + 1, dash < 0 ? text.length() : dash);
    }

    private String revision() {
        int dash = text.lastIndexOf('-');
        return dash < 0 ? "" : text.substring(dash + 1);
    }

    /** Alternates between runs of non-digits and numbers. */
    private static int comparePart(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (isText(a, i) || isText(b, j)) {
                int order = Integer.compare(weight(a, i), weight(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endA = endOfNumber(a, i);
            int endB = endOfNumber(b, j);
            int order = compareNumbers(a.substring(i, endA), b.substring(j, endB));
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    private static boolean isText(String part, int at) {
        return at < part.length() && !isDigit(part.charAt(at));
    }

    /** A tilde comes before the end of the part, then letters, then everything else. */
    private static int weight(String part, int at) {
        if (!isText(part, at)) {
            return 0;
        }
        char c = part.charAt(at);
        if (c == '~') {
            return -1;
        }
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? c : c + 256;
    }

    private static int endOfNumber(String part, int from) {
        int end = from;
        while (end < part.length() && isDigit(part.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String a, String b) {
        String left = withoutZeros(a);
        String right = withoutZeros(b);
        return left.length() != right.length()
                ? Integer.compare(left.length(), right.length())
                : Integer.signum(left.compareTo(right));
    }

    private static String withoutZeros(String number) {
        int start = 0;
        while (start < number.length() && number.charAt(start) == '0') {
            start++;
        }
        return number.substring(start);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    @Override
    public String toString() {
        return text;
    }
}
