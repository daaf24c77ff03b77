package io.slipway.common.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.Optional;

/** What each machine said of itself last, as texts that this package does not know the meaning of. */
public final class HardwareTable {

    /** @param card the one that the machine boots from */
    public record Row(String card, Instant time, String report) {}

    private final StateDatabase database;

    public HardwareTable(StateDatabase database) {
        this.database = database;
    }

    public Optional<Row> find(String card) {
        return database.with("read", connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT card, time, report FROM hardware WHERE card = ?")) {
                query.setString(1, card);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Row(
                                    rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)), rows.getString(3)))
                            : Optional.empty();
                }
            }
        });
    }

    /** In the place of what it said before. */
    public void put(Row row) {
        database.with("write", connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT OR REPLACE INTO hardware VALUES (?, ?, ?)")) {
                insert.setString(1, row.card());
                insert.setLong(2, row.time().toEpochMilli());
                insert.setString(3, row.report());
                return insert.executeUpdate();
            }
        });
    }
}
