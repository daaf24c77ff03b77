package io.slipway.mirror.apt.closure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.ProblemException;
import io.slipway.mirror.apt.control.Relation;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Indexes that nobody sane would publish end in an answer or an error, never in a hang or a stack overflow. */
class HostileIndexTest {

    private static Closure resolve(String lines, String name) {
        ClosureRequest.Item item = new ClosureRequest.Item(new Relation(name, "", null), Position.in("test"));
        return ResolveClosure.resolve(
                Packages.universe(lines), new ClosureRequest(List.of(item), List.of(), false, true));
    }

    private static String many(int count, String format) {
        return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining("\n"));
    }

    @Test
    void aChainThatIsLongerThanAnybodyCouldWant() {
        String lines = IntStream.range(0, 20_000)
                .mapToObj(i -> "p" + i + " 1; Depends: p" + (i + 1))
                .collect(Collectors.joining("\n"));
        ClosureException e = assertThrows(ClosureException.class, () -> resolve(lines, "p0"));
        assertEquals(1, e.problems().size());
    }

    @Test
    void aHundredThousandAlternatives() {
        String alternatives = IntStream.range(0, 100_000).mapToObj(i -> "x" + i).collect(Collectors.joining(" | "));
        assertEquals(
                2,
                resolve("a 1; Depends: " + alternatives + " | b\nb 1", "a")
                        .picks()
                        .size());
    }

    @Test
    void manyAlternativesOfWhichNoneCanBeInstalled() {
        String alternatives = IntStream.range(0, 3000).mapToObj(i -> "x" + i).collect(Collectors.joining(" | "));
        String lines = "a 1; Depends: " + alternatives + "\n" + many(3000, "x%1$d 1; Depends: y%1$d, " + "x0 | x1 | x2")
                + "\n" + many(3000, "y%d 1; Depends: gone");
        assertThrows(ClosureException.class, () -> resolve(lines, "a"));
    }

    @Test
    void providersOfThemselvesAndCyclesOfConflicts() {
        String lines = """
                a 1; Provides: a, a (= 9), b; Conflicts: a, b; Depends: a, b, c
                c 1; Conflicts: d; Depends: d | e
                d 1; Conflicts: c; Depends: c
                e 1; Depends: a, c, e
                """;
        assertEquals(3, resolve(lines, "a").picks().size());
    }

    @Test
    void manyVersionsAndManyProviders() {
        String lines = "a 1; Depends: b (>= 4999), virtual\n" + many(5000, "b %d") + "\n"
                + many(5000, "v%d 1; Provides: virtual; Depends: gone") + "\nz 1; Provides: virtual";
        assertEquals(3, resolve(lines, "a").picks().size());
    }

    @Test
    void brokenFieldsAreNamedWithTheirPlace() {
        for (String line : List.of(
                "a 1; Depends: b (>= ", "a 1; Provides: |", "a 1; Depends: b (~ 1)", "a 1; Depends: b (= 1:2:☃)")) {
            ProblemException e = assertThrows(ProblemException.class, () -> resolve("z 1\n" + line, "a"), line);
            assertTrue(e.problems().getFirst().toString().startsWith("Packages:"), e.problems()::toString);
        }
    }
}
