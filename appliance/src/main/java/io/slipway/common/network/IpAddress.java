package io.slipway.common.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of IPv4 or IPv6 (RFC 4291).
 *
 * @param version 4 or 6
 * @param value the address as a number
 */
public record IpAddress(int version, BigInteger value) implements Comparable<IpAddress> {

    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
    private static final Pattern WITH_IPV4 = Pattern.compile("(.*:)([0-9.]+)");
    private static final int GROUPS = 8;

    /** @throws IllegalArgumentException when the number is too large for the version */
    public IpAddress {
        if (value.signum() < 0 || value.bitLength() > width(version)) {
            throw new IllegalArgumentException(value + " is no IPv" + version + " address");
        }
    }

    /** The text of an address as {@code inet_pton} takes it; empty when it is none. */
    public static Optional<IpAddress> parse(String text) {
        return text.indexOf(':') >= 0 ? parseSix(text) : parseFour(text);
    }

    static int width(int version) {
        return version == 4 ? 32 : 128;
    }

    public int width() {
        return width(version);
    }

    private static Optional<IpAddress> parseFour(String text) {
        String[] octets = text.split("\\.", -1);
        if (octets.length != 4) {
            return Optional.empty();
        }
        long value = 0;
        for (String octet : octets) {
            if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            value = (value << 8) | Integer.parseInt(octet);
        }
        return Optional.of(new IpAddress(4, BigInteger.valueOf(value)));
    }

    private static Optional<IpAddress> parseSix(String text) {
        String plain = text;
        Matcher mixed = WITH_IPV4.matcher(text);
        if (mixed.matches() && mixed.group(2).indexOf('.') >= 0) {
            Optional<IpAddress> four = parseFour(mixed.group(2));
            if (four.isEmpty()) {
                return Optional.empty();
            }
            int value = four.get().value.intValue();
            plain = mixed.group(1) + Integer.toHexString(value >>> 16) + ":" + Integer.toHexString(value & 0xffff);
        }
        int gap = plain.indexOf("::");
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        boolean fine = gap < 0
                ? groups(plain, before) && before.size() == GROUPS
                : groups(plain.substring(0, gap), before)
                        && groups(plain.substring(gap + 2), after)
                        && before.size() + after.size() < GROUPS;
        if (!fine) {
            return Optional.empty();
        }
        while (before.size() + after.size() < GROUPS) {
            before.add(0);
        }
        before.addAll(after);
        BigInteger value = BigInteger.ZERO;
        for (int group : before) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return Optional.of(new IpAddress(6, value));
    }

    private static boolean groups(String text, List<Integer> into) {
        if (text.isEmpty()) {
            return true;
        }
        for (String group : text.split(":", -1)) {
            if (!GROUP.matcher(group).matches()) {
                return false;
            }
            into.add(Integer.parseInt(group, 16));
        }
        return true;
    }

    /** @throws IllegalArgumentException beyond the first or last address there is */
    public IpAddress plus(BigInteger amount) {
        return new IpAddress(version, value.add(amount));
    }

    private int group(int index) {
        return value.shiftRight(16 * (GROUPS - 1 - index)).intValue() & 0xffff;
    }

    @Override
    public int compareTo(IpAddress other) {
        return version == other.version ? value.compareTo(other.value) : Integer.compare(version, other.version);
    }

    /** The name that a reverse lookup in the DNS asks for. */
    public String reverseName() {
        StringBuilder name = new StringBuilder();
        int bits = version == 4 ? 8 : 4;
        int mask = (1 << bits) - 1;
        for (int shift = 0; shift < width(); shift += bits) {
            int part = value.shiftRight(shift).intValue() & mask;
            name.append(version == 4 ? String.valueOf(part) : Integer.toHexString(part))
                    .append('.');
        }
        return name.append(version == 4 ? "in-addr.arpa." : "ip6.arpa.").toString();
    }

    /** As {@code inet_ntop} writes it: the longest run of zeros is left out, and what holds an IPv4 address shows it. */
    @Override
    public String toString() {
        return version == 4 ? four(value.longValue()) : six();
    }

    private static String four(long value) {
        return ((value >> 24) & 255) + "." + ((value >> 16) & 255) + "." + ((value >> 8) & 255) + "." + (value & 255);
    }

    private String six() {
        int start = -1;
        int length = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        boolean holdsFour = start == 0 && (length == 6 || (length == 5 && group(5) == 0xffff));
        StringBuilder text = new StringBuilder();
        int last = holdsFour ? 6 : GROUPS;
        for (int i = 0; i < last; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(group(i)));
            }
        }
        if (holdsFour) {
            text.append(length == 5 ? ":" : "").append(four(value.longValue() & 0xffffffffL));
        }
        return text.toString();
    }
}
