package io.slipway.common.jmespath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The language itself is compared with Python's jmespath in the template engine's oracle. */
class JmesPathTest {

    @Test
    void findsValuesAndMakesNewOnes() {
        Map<String, Object> data = Map.of("a", List.of(Map.of("n", 1L), Map.of("n", 2L)));
        assertEquals(List.of(1L, 2L), JmesPath.search("a[*].n", data));
        assertEquals(3L, JmesPath.search("sum(a[*].n)", data));
    }

    @Test
    void aWrongQueryIsExplained() {
        QueryException e = assertThrows(QueryException.class, () -> JmesPath.search("a[?", Map.of()));
        assertTrue(e.problem().what().contains("a[?"), e.problem().what());
    }

    @Test
    void queriesThatDoubleWhatTheyFindAreStopped() {
        String bomb = "[@,@]" + " | [@,@][]".repeat(60);
        assertThrows(QueryException.class, () -> JmesPath.search(bomb, List.of(1L)));
        assertThrows(QueryException.class, () -> JmesPath.search("a".repeat(100_000), Map.of()));
    }
}
