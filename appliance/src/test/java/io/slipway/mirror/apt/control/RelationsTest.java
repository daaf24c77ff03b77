package io.slipway.mirror.apt.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.DebianVersion;
import io.slipway.common.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelationsTest {

    private static final Position HERE = new Position("Packages", 7, 0);

    private static List<List<Relation>> parse(String text) {
        return Relations.parse(text, "amd64", HERE);
    }

    private static Relation one(String text) {
        return parse(text).getFirst().getFirst();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', nullValues = "-", textBlock = """
            libc6                                     ; [[libc6]]
            libc6 (>= 2.36), adduser                  ; [[libc6 (>= 2.36)], [adduser]]
            a|b | c                                   ; [[a, b, c]]
            libc6(>=2.36)                             ; [[libc6 (>= 2.36)]]
            python3:any (>= 3.9~)                     ; [[python3:any (>= 3.9~)]]
            a (<< 1), b (<= 1), c (= 1), d (>> 1:2-3) ; [[a (<< 1)], [b (<= 1)], [c (= 1)], [d (>> 1:2-3)]]
            old (< 1), style (> 1)                    ; [[old (<= 1)], [style (>= 1)]]
            a [amd64], b [arm64], c [!arm64], d [!amd64] ; [[a], [c]]
            a [arm64] | b                             ; [[b]]
            a [linux-any]                             ; [[a]]
            a <!nocheck>, b <stage1>, c <!x> <!y>     ; [[a], [c]]
            a,                                        ; [[a]]
            a,,b                                      ; [[a], [b]]
            """)
    void readsWhatPolicyAllows(String text, String expected) {
        assertEquals(expected, parse(text).toString());
    }

    @Test
    void goesOverLines() {
        assertEquals("[[a], [b (>= 1)]]", parse("a,\n b\n (>= 1)\n").toString());
        assertEquals(List.of(), parse(" \n "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a (1)",
                "a (>= )",
                "a (>= 1",
                "a (== 1)",
                "|a",
                "a|",
                "a (>= 1 2)",
                "a [",
                "a <",
                "a:",
                "(>= 1)",
                "a (>= 1)) "
            })
    void pointsAtWhatItCannotRead(String text) {
        ControlException e = assertThrows(ControlException.class, () -> parse(text));
        assertEquals(HERE, e.problem().where());
        assertTrue(e.problem().why().contains("at character"), e.getMessage());
    }

    @Test
    void versionsDecide() {
        assertTrue(one("a (>= 1.2)").accepts(new DebianVersion("1.10")));
        assertFalse(one("a (>> 1.2)").accepts(new DebianVersion("1.2")));
        assertTrue(one("a (<< 1.2)").accepts(new DebianVersion("1.2~rc1")));
        assertTrue(one("a").acceptsProvided(null));
        assertFalse(one("a (>= 1)").acceptsProvided(null), "an unversioned Provides meets no versioned dependency");
        assertTrue(one("a (>= 1)").acceptsProvided(new DebianVersion("2")));
    }
}
