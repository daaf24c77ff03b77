package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected texts are what Python's {@code difflib.unified_diff} gives for the same input. */
class UnifiedDiffTest {

    private static String diff(String before, String after) {
        return String.join("\n", UnifiedDiff.of(before, after, "before", "after", 3));
    }

    @Test
    void equalTextsHaveNoDiff() {
        assertEquals(List.of(), UnifiedDiff.of("a\n", "a\n", "x", "y", 3));
    }

    @Test
    void aChangedLineShowsThreeLinesAround() {
        assertEquals("""
                --- before
                +++ after
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8""", diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));
    }

    @Test
    void farApartChangesAreTwoHunks() {
        String before =
                IntStream.rangeClosed(1, 20).mapToObj(String::valueOf).collect(Collectors.joining("\n", "", "\n"));
        String after = before.replace("2\n3\n", "3\n").replace("19\n", "19\nx\n");
        assertEquals("""
                --- before
                +++ after
                @@ -1,5 +1,4 @@
                 1
                -2
                 3
                 4
                 5
                @@ -17,4 +16,5 @@
                 17
                 18
                 19
                +x
                 20""", diff(before, after));
    }

    @Test
    void fromNothingAndToNothing() {
        assertEquals("--- before\n+++ after\n@@ -0,0 +1 @@\n+a", diff("", "a\n"));
        assertEquals("--- before\n+++ after\n@@ -1 +0,0 @@\n-a", diff("a\n", ""));
    }

    @Test
    void aMissingLastNewlineIsADifference() {
        assertEquals("--- before\n+++ after\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a", diff("a", "a\n"));
    }
}
