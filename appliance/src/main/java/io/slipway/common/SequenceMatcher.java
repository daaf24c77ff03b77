package io.slipway.common;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds what two lists of lines have in common, by Ratcliff and Obershelp's longest-block method with the treatment of frequent lines
 * that Python's {@code difflib} documents, so that a diff shows the same hunks as Ansible's.
 */
final class SequenceMatcher {

    private static final int POPULAR_FROM = 200;

    record Match(int a, int b, int size) {}

    private record Range(int aLow, int aHigh, int bLow, int bHigh) {}

    private final List<String> a;
    private final List<String> b;
    private final Map<String, List<Integer>> placesInB = new HashMap<>();

    SequenceMatcher(List<String> a, List<String> b) {
        this.a = a;
        this.b = b;
        for (int i = 0; i < b.size(); i++) {
            placesInB.computeIfAbsent(b.get(i), line -> new ArrayList<>()).add(i);
        }
        if (b.size() >= POPULAR_FROM) {
            int popular = b.size() / 100 + 1;
            Set<String> frequent = new HashSet<>();
            placesInB.forEach((line, places) -> {
                if (places.size() > popular) {
                    frequent.add(line);
                }
            });
            placesInB.keySet().removeAll(frequent);
        }
    }

    /** Matching blocks in order, adjacent ones joined, ending with an empty one at the ends of both lists. */
    List<Match> matches() {
        List<Match> found = new ArrayList<>();
        Deque<Range> todo = new ArrayDeque<>();
        todo.push(new Range(0, a.size(), 0, b.size()));
        while (!todo.isEmpty()) {
            Range range = todo.pop();
            Match match = longest(range);
            if (match.size == 0) {
                continue;
            }
            found.add(match);
            if (range.aLow < match.a && range.bLow < match.b) {
                todo.push(new Range(range.aLow, match.a, range.bLow, match.b));
            }
            int aEnd = match.a + match.size;
            int bEnd = match.b + match.size;
            if (aEnd < range.aHigh && bEnd < range.bHigh) {
                todo.push(new Range(aEnd, range.aHigh, bEnd, range.bHigh));
            }
        }
        found.sort(Comparator.comparingInt(Match::a).thenComparingInt(Match::b));
        return joined(found);
    }

    private List<Match> joined(List<Match> found) {
        List<Match> result = new ArrayList<>();
        int atA = 0;
        int atB = 0;
        int size = 0;
        for (Match match : found) {
            if (atA + size == match.a && atB + size == match.b) {
                size += match.size;
                continue;
            }
            if (size > 0) {
                result.add(new Match(atA, atB, size));
            }
            atA = match.a;
            atB = match.b;
            size = match.size;
        }
        if (size > 0) {
            result.add(new Match(atA, atB, size));
        }
        result.add(new Match(a.size(), b.size(), 0));
        return result;
    }

    private Match longest(Range range) {
        int bestA = range.aLow;
        int bestB = range.bLow;
        int best = 0;
        Map<Integer, Integer> lengthsEndingAt = Map.of();
        for (int i = range.aLow; i < range.aHigh; i++) {
            Map<Integer, Integer> lengths = new HashMap<>();
            for (int j : placesInB.getOrDefault(a.get(i), List.of())) {
                if (j < range.bLow) {
                    continue;
                }
                if (j >= range.bHigh) {
                    break;
                }
                int length = lengthsEndingAt.getOrDefault(j - 1, 0) + 1;
                lengths.put(j, length);
                if (length > best) {
                    bestA = i - length + 1;
                    bestB = j - length + 1;
                    best = length;
                }
            }
            lengthsEndingAt = lengths;
        }
        while (bestA > range.aLow && bestB > range.bLow && a.get(bestA - 1).equals(b.get(bestB - 1))) {
            bestA--;
            bestB--;
            best++;
        }
        while (bestA + best < range.aHigh
                && bestB + best < range.bHigh
                && a.get(bestA + best).equals(b.get(bestB + best))) {
            best++;
        }
        return new Match(bestA, bestB, best);
    }
}
