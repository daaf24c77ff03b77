package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;

/** Expands {@code db[01:10:2].rack[a:c]} into the hosts that it stands for. Bounds are inclusive; leading zeros stay. */
final class HostRange {

    /** Far more than one inventory holds; what gets here is a slip of the pen. */
    static final int MAX_HOSTS = 100_000;

    private static final int MAX_RANGES = 20;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private final String pattern;
    private final Position at;

    private HostRange(String pattern, Position at) {
        this.pattern = pattern;
        this.at = at;
    }

    static List<String> expand(String pattern, Position at) {
        List<String> hosts = new ArrayList<>();
        new HostRange(pattern, at).expand(pattern, hosts);
        return hosts;
    }

    private void expand(String text, List<String> hosts) {
        if (text.chars().filter(c -> c == '[').count() > MAX_RANGES) {
            throw refused("it has more than " + MAX_RANGES + " ranges");
        }
        int open = text.indexOf('[');
        if (open < 0) {
            if (hosts.size() >= MAX_HOSTS) {
                throw refused("it stands for more than " + MAX_HOSTS + " hosts");
            }
            hosts.add(text);
            return;
        }
        int close = text.indexOf(']', open);
        if (close < 0) {
            throw refused("a range ends with ']'");
        }
        String head = text.substring(0, open);
        String tail = text.substring(close + 1);
        for (String step : steps(text.substring(open + 1, close))) {
            expand(head + step + tail, hosts);
        }
    }

    private List<String> steps(String range) {
        String[] bounds = range.split(":", -1);
        if (bounds.length != 2 && bounds.length != 3) {
            throw refused("a range is begin:end or begin:end:step");
        }
        String begin = bounds[0].isEmpty() ? "0" : bounds[0];
        String end = bounds[1];
        if (end.isEmpty()) {
            throw refused("a range needs an end");
        }
        int step = bounds.length == 2 ? 1 : number(bounds[2]);
        if (step < 1) {
            throw refused("a step must be at least 1");
        }
        int from = begin.length() == 1 ? LETTERS.indexOf(begin) : -1;
        int to = end.length() == 1 ? LETTERS.indexOf(end) : -1;
        return from >= 0 && to >= 0 ? letters(from, to, step) : numbers(begin, end, step);
    }

    private List<String> letters(int from, int to, int step) {
        if (from > to) {
            throw refused("it ends before it begins");
        }
        List<String> steps = new ArrayList<>();
        for (int i = from; i <= to; i += step) {
            steps.add(LETTERS.substring(i, i + 1));
        }
        return steps;
    }

    private List<String> numbers(String begin, String end, int step) {
        int width = begin.startsWith("0") && begin.length() > 1 ? begin.length() : 0;
        if (width > 0 && width != end.length()) {
            throw refused("with leading zeros, both ends must be of the same length");
        }
        int from = number(begin);
        int to = number(end);
        if (from > to) {
            throw refused("it ends before it begins");
        }
        if ((to - from) / step >= MAX_HOSTS) {
            throw refused("it stands for more than " + MAX_HOSTS + " hosts");
        }
        List<String> steps = new ArrayList<>();
        for (int i = from; i <= to; i += step) {
            String digits = Integer.toString(i);
            steps.add("0".repeat(Math.max(0, width - digits.length())) + digits);
        }
        return steps;
    }

    private int number(String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refused("'" + text + "' is no number");
        }
        return Integer.parseInt(text);
    }

    private InventoryException refused(String why) {
        return new InventoryException(
                Problem.of("'" + pattern + "' is no range of hosts").at(at).because(why));
    }
}
