package io.slipway.automation.module.packages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as PEP 440 orders them, as far as releases and what comes before them go; local versions ({@code +x}) don't count.
 *
 * @param release the numbers, without zeroes at the end
 * @param stage below zero before the release, above it after
 */
record PythonVersion(List<Integer> release, int stage, int number) implements Comparable<PythonVersion> {

    private static final Pattern FORM = Pattern.compile(
            "v?(?:\\d+!)?(\\d+(?:\\.\\d+)*)(?:[._-]?(a|alpha|b|beta|c|rc|pre|preview|dev|post|rev|r)[._-]?(\\d*))?.*");
    private static final int NUMBER_LIMIT = 9;

    static PythonVersion parse(String text) {
        Matcher parts = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            return new PythonVersion(List.of(), 0, 0);
        }
        List<Integer> release = new ArrayList<>(Arrays.stream(parts.group(1).split("\\."))
                .map(PythonVersion::number)
                .toList());
        while (!release.isEmpty() && release.getLast() == 0) {
            release.removeLast();
        }
        String stage = parts.group(2) == null ? "" : parts.group(2);
        int order = switch (stage) {
            case "" -> 0;
            case "dev" -> -4;
            case "a", "alpha" -> -3;
            case "b", "beta" -> -2;
            case "c", "rc", "pre", "preview" -> -1;
            default -> 1;
        };
        return new PythonVersion(
                List.copyOf(release),
                order,
                parts.group(3) == null || parts.group(3).isEmpty() ? 0 : number(parts.group(3)));
    }

    private static int number(String digits) {
        return digits.length() > NUMBER_LIMIT ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    boolean meets(String relation, String other) {
        if (other.endsWith(".*")) {
            String start = other.substring(0, other.length() - 2);
            return begins(start) == relation.equals("==");
        }
        int order = compareTo(parse(other));
        return switch (relation) {
            case "==", "===" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            case "~=" -> order >= 0 && begins(other.substring(0, Math.max(0, other.lastIndexOf('.'))));
            default -> false;
        };
    }

    private boolean begins(String start) {
        int[] wanted = Arrays.stream(start.split("\\."))
                .mapToInt(part -> part.matches("\\d+") ? number(part) : -1)
                .toArray();
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] != (i < release.size() ? release.get(i) : 0)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(PythonVersion other) {
        for (int i = 0; i < Math.max(release.size(), other.release.size()); i++) {
            int order = Integer.compare(
                    i < release.size() ? release.get(i) : 0, i < other.release.size() ? other.release.get(i) : 0);
            if (order != 0) {
                return order;
            }
        }
        return stage == other.stage ? Integer.compare(number, other.number) : Integer.compare(stage, other.stage);
    }
}
