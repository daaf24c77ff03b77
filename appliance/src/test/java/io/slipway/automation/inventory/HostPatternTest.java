package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostPatternTest {

    private final List<String> warnings = new ArrayList<>();

    static Path resource(String name) throws Exception {
        return Path.of(HostPatternTest.class.getResource("patterns/" + name).toURI());
    }

    /** Patterns and what Ansible selects by them in {@code patterns/hosts}; its order of groups deep inside others is arbitrary. */
    static Stream<String[]> table() throws Exception {
        return Files.readAllLines(resource("selected.txt")).stream().map(line -> line.split(" => ?", -1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void selectsWhatAnsibleSelects(String pattern, String hosts) throws Exception {
        Inventory inventory = new InventoryLoader(warnings::add)
                .load(List.of(resource("hosts").toString()));
        List<String> expected =
                Stream.of(hosts.split(" ")).filter(h -> !h.isEmpty()).toList();
        assertEquals(expected, inventory.select(pattern));
    }

    private List<String> select(String... patterns) {
        return new HostPattern(List.of("a", "b"), Map.of("all", List.of("a", "b"), "g", List.of("b")), warnings::add)
                .select(List.of(patterns));
    }

    @Test
    void aPatternThatMatchesNothingIsAWarning() {
        assertEquals(List.of("b"), select("nosuchthing", "g"));
        assertEquals(List.of("Could not match supplied host pattern, ignoring: nosuchthing"), warnings);
    }

    @Test
    void aSlipGetsAHint() {
        select("gg");
        assertEquals(List.of("Could not match supplied host pattern, ignoring: gg (did you mean 'g'?)"), warnings);
    }

    @Test
    void patternsOfAListCountTogether() {
        assertEquals(List.of("a"), select("all", "!g"));
        assertEquals(List.of("b"), select("a:b", "&g"));
    }

    @Test
    void malformedPatternsAreRefused() {
        for (String bad : List.of("~(", "!", "g[5]", "a[z-a]*")) {
            assertThrows(InventoryException.class, () -> select(bad), bad);
        }
    }

    @Test
    void addressesAreNotCutAtTheirColons() {
        assertEquals(List.of("fe80::1"), HostPattern.split("fe80::1"));
        assertEquals(List.of("web[0:2]"), HostPattern.split("web[0:2]"));
        assertEquals(List.of("web", "&db", "!x[1:2]"), HostPattern.split("web:&db:!x[1:2]"));
        assertEquals(List.of("a:b", "c"), HostPattern.split("a:b,c"));
    }

    @Test
    void aLimitMayComeFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("site.retry"), "a\n\n  b  \n");
        assertEquals(List.of("g", "a", "b"), Limit.of(Optional.of("g,@" + file)).patterns());
        assertThrows(InventoryException.class, () -> Limit.of(Optional.of("@/nowhere")));
    }
}
