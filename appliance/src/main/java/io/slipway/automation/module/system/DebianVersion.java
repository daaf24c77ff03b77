package io.slipway.automation.module.system;

/** Compares versions of Debian packages, by the rules of deb-version(7). */
final class DebianVersion {

    private DebianVersion() {}

    static int compare(String a, String b) {
        int epochs = Long.compare(epoch(a), epoch(b));
        if (epochs != 0) {
            return epochs;
        }
        int upstream = compareParts(upstream(a), upstream(b));
        return upstream != 0 ? upstream : compareParts(revision(a), revision(b));
    }

    private static long epoch(String version) {
        int colon = version.indexOf(':');
        String epoch = colon < 0 ? "0" : version.substring(0, colon);
        return epoch.matches("\\d{1,10}") ? Long.parseLong(epoch) : 0;
    }

    private static String upstream(String version) {
        String rest = version.substring(version.indexOf(':') + 1);
        int dash = rest.lastIndexOf('-');
        return dash < 0 ? rest : rest.substring(0, dash);
    }

    private static String revision(String version) {
        int dash = version.lastIndexOf('-');
        return dash < 0 ? "" : version.substring(dash + 1);
    }

    /** Alternates between runs without digits, where {@code ~} comes first and letters before the rest, and numbers. */
    private static int compareParts(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            while (isText(a, i) || isText(b, j)) {
                int order = Integer.compare(order(a, i), order(b, j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
            int endA = endOfNumber(a, i);
            int endB = endOfNumber(b, j);
            String numberA = withoutZeros(a, i, endA);
            String numberB = withoutZeros(b, j, endB);
            int order = numberA.length() != numberB.length()
                    ? Integer.compare(numberA.length(), numberB.length())
                    : numberA.compareTo(numberB);
            if (order != 0) {
                return order;
            }
            i = endA;
            j = endB;
        }
        return 0;
    }

    private static boolean isText(String s, int at) {
        return at < s.length() && !isDigit(s.charAt(at));
    }

    private static int order(String s, int at) {
        if (at >= s.length() || isDigit(s.charAt(at))) {
            return 0;
        }
        char c = s.charAt(at);
        if (c == '~') {
            return -1;
        }
        return Character.isLetter(c) ? c : c + 256;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfNumber(String s, int at) {
        int end = Math.min(at, s.length());
        while (end < s.length() && isDigit(s.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String withoutZeros(String s, int from, int to) {
        return from >= to ? "" : s.substring(from, to).replaceFirst("^0+", "");
    }
}
