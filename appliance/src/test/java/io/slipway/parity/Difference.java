package io.slipway.parity;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Two texts that ought to be equal: a failure shows only the lines that differ, each with the line before it. */
final class Difference {

    private Difference() {}

    static void refuse(String what, String wanted, String got) {
        if (!wanted.equals(got)) {
            Assertions.fail(what + "\n"
                    + String.join(
                            "\n", lines(wanted.lines().toList(), got.lines().toList())) + "\n");
        }
    }

    private static List<String> lines(List<String> wanted, List<String> got) {
        int[][] common = commonLengths(wanted, got);
        List<String> lines = new ArrayList<>();
        int left = 0;
        int right = 0;
        boolean same = true;
        while (left < wanted.size() || right < got.size()) {
            if (left < wanted.size() && right < got.size() && wanted.get(left).equals(got.get(right))) {
                left++;
                right++;
                same = true;
                continue;
            }
            if (same && left > 0) {
                lines.add("  " + wanted.get(left - 1));
            }
            same = false;
            if (right == got.size() || left < wanted.size() && common[left + 1][right] >= common[left][right + 1]) {
                lines.add("- " + wanted.get(left++));
            } else {
                lines.add("+ " + got.get(right++));
            }
        }
        return lines;
    }

    /** How many lines the rests of both texts have in common, for each pair of rests. */
    private static int[][] commonLengths(List<String> wanted, List<String> got) {
        int[][] common = new int[wanted.size() + 2][got.size() + 2];
        for (int left = wanted.size() - 1; left >= 0; left--) {
            for (int right = got.size() - 1; right >= 0; right--) {
                common[left][right] = wanted.get(left).equals(got.get(right))
                        ? common[left + 1][right + 1] + 1
                        : Math.max(common[left + 1][right], common[left][right + 1]);
            }
        }
        return common;
    }
}
