package io.slipway.common.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the nodes of a pod have come. Stages and outcomes are words that this package does not know the meaning of. */
public final class JourneyTable {

    /**
     * The journey of a pod that is under way, or that ended last.
     *
     * @param number counts the journeys of this pod, from 1
     * @param content what it is made with; with anything else it is another journey
     * @param ended {@code null} while it is under way
     */
    public record Journey(
            String pod,
            long number,
            String content,
            Instant began,
            @Nullable Instant ended) {}

    /**
     * What became of a stage on a node, last.
     *
     * @param journey the number of that on which it did
     * @param cause one sentence, or empty
     * @param done when it was done last, on whichever journey; {@code null} if never
     */
    public record Mark(
            String node,
            String stage,
            long journey,
            String outcome,
            Instant time,
            String cause,
            @Nullable Instant done) {}

    private static final String BEGIN =
            "INSERT INTO journeys (pod, number, content, began, ended) VALUES (?, 1, ?, ?, NULL)"
                    + " ON CONFLICT (pod) DO UPDATE SET number = number + 1, content = excluded.content, began = excluded.began,"
                    + " ended = NULL";
    private static final String MARK =
            "INSERT INTO journey_marks (pod, node, stage, journey, outcome, time, cause, done)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (pod, node, stage) DO UPDATE SET journey = excluded.journey,"
                    + " outcome = excluded.outcome, time = excluded.time, cause = excluded.cause,"
                    + " done = coalesce(excluded.done, done)";

    private final StateDatabase database;

    public JourneyTable(StateDatabase database) {
        this.database = database;
    }

    public Optional<Journey> journey(String pod) {
        return database.with("read", connection -> find(connection, pod));
    }

    private static Optional<Journey> find(Connection connection, String pod) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT number, content, began, ended FROM journeys WHERE pod = ?")) {
            query.setString(1, pod);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Journey(
                                pod,
                                row.getLong(1),
                                row.getString(2),
                                Instant.ofEpochMilli(row.getLong(3)),
                                instant(row, 4)))
                        : Optional.empty();
            }
        }
    }

    /** A new journey, in the place of the one before. */
    public Journey begin(String pod, String content, Instant now) {
        return database.atomically("write", connection -> {
            update(connection, BEGIN, pod, content, now.toEpochMilli());
            return find(connection, pod).orElseThrow();
        });
    }

    public void end(Journey journey, Instant now) {
        database.with(
                "write",
                connection -> update(
                        connection,
                        "UPDATE journeys SET ended = ? WHERE pod = ? AND number = ?",
                        now.toEpochMilli(),
                        journey.pod(),
                        journey.number()));
    }

    /** What became of each stage on each node of a pod, whichever journey it was on. */
    public List<Mark> marks(String pod) {
        return database.with("read", connection -> {
            List<Mark> marks = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT node, stage, journey, outcome, time, cause, done FROM journey_marks WHERE pod = ?")) {
                query.setString(1, pod);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        marks.add(new Mark(
                                row.getString(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getString(4),
                                Instant.ofEpochMilli(row.getLong(5)),
                                row.getString(6),
                                instant(row, 7)));
                    }
                }
            }
            return marks;
        });
    }

    /** Writes all or none. A mark that was never done keeps when an earlier one was. */
    public void mark(String pod, Collection<Mark> marks) {
        database.atomically("write", connection -> {
            for (Mark mark : marks) {
                @Nullable Instant done = mark.done();
                update(
                        connection,
                        MARK,
                        pod,
                        mark.node(),
                        mark.stage(),
                        mark.journey(),
                        mark.outcome(),
                        mark.time().toEpochMilli(),
                        mark.cause(),
                        done == null ? null : done.toEpochMilli());
            }
            return marks.size();
        });
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
