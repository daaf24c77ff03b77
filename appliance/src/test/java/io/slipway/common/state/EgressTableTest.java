package io.slipway.common.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EgressTableTest {

    @TempDir
    Path home;

    private static EgressTable.Row row(String name, int time) {
        Instant at = Instant.ofEpochSecond(time);
        return new EgressTable.Row(name, "10.0.0.1", 1, at, at, false);
    }

    private static List<String> names(EgressTable table) {
        return table.all().stream().map(EgressTable.Row::name).toList();
    }

    @Test
    void whatIsAskedAgainIsCounted() {
        try (StateDatabase database = StateDatabase.open(home)) {
            new EgressTable(database).add(List.of(row("b", 1), row("a", 2)));
            new EgressTable(database).add(List.of(row("b", 5).and(row("b", 7))));
        }
        try (StateDatabase database = StateDatabase.open(home)) {
            assertEquals(
                    List.of(
                            row("a", 2),
                            new EgressTable.Row(
                                    "b", "10.0.0.1", 3, Instant.ofEpochSecond(1), Instant.ofEpochSecond(7), false)),
                    new EgressTable(database).all());
        }
    }

    @Test
    void whatWasAskedForLongestAgoIsForgotten() {
        try (StateDatabase database = StateDatabase.open(home)) {
            EgressTable table = new EgressTable(database, 2);
            table.add(List.of(row("a", 1), row("b", 2), row("c", 3)));
            assertEquals(List.of("b", "c"), names(table));
            table.add(List.of(row("b", 9)));
            table.add(List.of(row("d", 10)));
            assertEquals(List.of("b", "d"), names(table));
        }
    }
}
