package io.slipway.common.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which address was given to whom, until when. */
public final class LeaseTable {

    /** @param client what it is recognised by; who reads it knows what that is */
    public record Row(String address, String client, Instant expires) {}

    private final StateDatabase database;

    public LeaseTable(StateDatabase database) {
        this.database = database;
    }

    public List<Row> all() {
        return database.with("read", connection -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT address, client, expires FROM leases");
                    ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    Instant expires = Instant.ofEpochSecond(found.getLong(3));
                    rows.add(new Row(found.getString(1), found.getString(2), expires));
                }
            }
            return rows;
        });
    }

    /** Writes all or none. They survive the death of this process as soon as it returns. */
    public void put(Collection<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        database.atomically("write", connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT OR REPLACE INTO leases VALUES (?, ?, ?)")) {
                for (Row row : rows) {
                    insert.setString(1, row.address());
                    insert.setString(2, row.client());
                    insert.setLong(3, row.expires().getEpochSecond());
                    insert.executeUpdate();
                }
                return insert;
            }
        });
    }
}
