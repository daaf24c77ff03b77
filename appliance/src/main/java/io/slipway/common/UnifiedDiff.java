package io.slipway.common;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts in the unified format (GNU diffutils manual, "Detailed Description of Unified Format"). */
public final class UnifiedDiff {

    private enum Kind {
        SAME,
        CHANGED
    }

    private record Op(Kind kind, int a1, int a2, int b1, int b2) {}

    private final List<String> a;
    private final List<String> b;
    private final int context;

    private UnifiedDiff(List<String> a, List<String> b, int context) {
        this.a = a;
        this.b = b;
        this.context = context;
    }

    /**
     * The lines of the diff, header first; empty when the texts are equal.
     *
     * @param context how many equal lines surround a change
     */
    public static List<String> of(String before, String after, String beforeName, String afterName, int context) {
        if (before.equals(after)) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("--- " + beforeName, "+++ " + afterName));
        lines.addAll(new UnifiedDiff(lines(before), lines(after), context).hunks());
        return lines;
    }

    /** The text's lines; a last line without an end carries diff's remark, so that it differs from one with an end. */
    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            lines.add(text.substring(start, end));
            start = end + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start) + "\n\\ No newline at end of file");
        }
        return lines;
    }

    private List<String> hunks() {
        List<String> lines = new ArrayList<>();
        for (List<Op> group : groups(ops())) {
            Op first = group.getFirst();
            Op last = group.getLast();
            lines.add("@@ -" + range(first.a1, last.a2) + " +" + range(first.b1, last.b2) + " @@");
            for (Op op : group) {
                if (op.kind == Kind.SAME) {
                    a.subList(op.a1, op.a2).forEach(line -> lines.add(" " + line));
                } else {
                    a.subList(op.a1, op.a2).forEach(line -> lines.add("-" + line));
                    b.subList(op.b1, op.b2).forEach(line -> lines.add("+" + line));
                }
            }
        }
        return lines;
    }

    private List<Op> ops() {
        List<Op> ops = new ArrayList<>();
        int i = 0;
        int j = 0;
        for (SequenceMatcher.Match match : new SequenceMatcher(a, b).matches()) {
            if (i < match.a() || j < match.b()) {
                ops.add(new Op(Kind.CHANGED, i, match.a(), j, match.b()));
            }
            i = match.a() + match.size();
            j = match.b() + match.size();
            if (match.size() > 0) {
                ops.add(new Op(Kind.SAME, match.a(), i, match.b(), j));
            }
        }
        return ops;
    }

    /** Cuts long stretches of equal lines, so that each group has at most {@code context} of them around its changes. */
    private List<List<Op>> groups(List<Op> ops) {
        List<List<Op>> groups = new ArrayList<>();
        List<Op> group = new ArrayList<>();
        for (int k = 0; k < ops.size(); k++) {
            Op op = ops.get(k);
            if (op.kind == Kind.CHANGED) {
                group.add(op);
                continue;
            }
            boolean first = k == 0;
            boolean last = k == ops.size() - 1;
            int size = op.a2 - op.a1;
            if (first || last) {
                int keep = Math.min(size, context);
                group.add(first ? tail(op, keep) : head(op, keep));
            } else if (size > 2 * context) {
                group.add(head(op, context));
                groups.add(group);
                group = new ArrayList<>(List.of(tail(op, context)));
            } else {
                group.add(op);
            }
        }
        groups.add(group);
        return groups;
    }

    private static Op head(Op op, int n) {
        return new Op(op.kind, op.a1, op.a1 + n, op.b1, op.b1 + n);
    }

    private static Op tail(Op op, int n) {
        return new Op(op.kind, op.a2 - n, op.a2, op.b2 - n, op.b2);
    }

    private static String range(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return String.valueOf(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }
}
