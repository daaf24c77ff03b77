package io.slipway.common.state;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which names outside the pod its machines asked for: as many as there may be, those that were asked for last. */
public final class EgressTable {

    /** Names times machines that are remembered. */
    public static final int LARGEST = 10_000;

    /**
     * A machine and a name that it asked for.
     *
     * @param count how often
     * @param forwarded whether another server was asked the last time, or the machine was refused
     */
    public record Row(String name, String client, long count, Instant first, Instant last, boolean forwarded) {

        /** Both together. */
        public Row and(Row later) {
            return new Row(name, client, count + later.count, first, later.last, later.forwarded);
        }
    }

    private final StateDatabase database;
    private final int largest;

    public EgressTable(StateDatabase database) {
        this(database, LARGEST);
    }

    EgressTable(StateDatabase database, int largest) {
        this.database = database;
        this.largest = largest;
    }

    /** All of them, by name. */
    public List<Row> all() {
        return database.with("read", connection -> {
            List<Row> rows = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT name, client, count, first, last, forwarded FROM egress ORDER BY name, client");
                    ResultSet found = query.executeQuery()) {
                while (found.next()) {
                    rows.add(new Row(
                            found.getString(1),
                            found.getString(2),
                            found.getLong(3),
                            Instant.ofEpochMilli(found.getLong(4)),
                            Instant.ofEpochMilli(found.getLong(5)),
                            found.getBoolean(6)));
                }
            }
            return rows;
        });
    }

    /** Adds to what is known, and forgets what was asked for longest ago if that becomes too much. */
    public void add(List<Row> rows) {
        database.atomically("write", connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO egress VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (name, client) DO UPDATE SET count = count + excluded.count,"
                    + " last = excluded.last, forwarded = excluded.forwarded")) {
                for (Row row : rows) {
                    insert.setString(1, row.name());
                    insert.setString(2, row.client());
                    insert.setLong(3, row.count());
                    insert.setLong(4, row.first().toEpochMilli());
                    insert.setLong(5, row.last().toEpochMilli());
                    insert.setBoolean(6, row.forwarded());
                    insert.executeUpdate();
                }
            }
            try (PreparedStatement forget = connection.prepareStatement("DELETE FROM egress WHERE rowid IN"
                    + " (SELECT rowid FROM egress ORDER BY last DESC, rowid DESC LIMIT -1 OFFSET ?)")) {
                forget.setInt(1, largest);
                return forget.executeUpdate();
            }
        });
    }
}
