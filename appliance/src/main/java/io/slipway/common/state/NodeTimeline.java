package io.slipway.common.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What became of each node, and what it was answered last. States are words that this package does not know the meaning of. */
public final class NodeTimeline {

    /** @param cause one sentence */
    public record Event(String node, Instant time, String state, String cause) {}

    /** @param reason one sentence */
    public record Answer(String node, Instant time, String answer, String reason) {}

    private static final String EVENTS = "SELECT node, time, state, cause FROM node_events ";

    private final StateDatabase database;

    public NodeTimeline(StateDatabase database) {
        this.database = database;
    }

    /** The state of a node, if anything ever happened to it. */
    public Optional<String> state(String node) {
        return database.with("read", connection -> latest(connection, node)).map(Event::state);
    }

    /**
     * Changes the state of a node, as one step: nothing comes between reading the one that it has and writing the one that follows.
     *
     * @param next the event that follows on a state, which is empty for a node that is new; nothing to leave it as it is
     * @return what was written
     */
    public Optional<Event> change(String node, Function<Optional<String>, Optional<Event>> next) {
        return database.atomically("write", connection -> {
            Optional<Event> event = next.apply(latest(connection, node).map(Event::state));
            if (event.isPresent()) {
                insert(connection, event.get());
            }
            return event;
        });
    }

    private static void insert(Connection connection, Event event) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO node_events (node, time, state, cause) VALUES (?, ?, ?, ?)")) {
            insert.setString(1, event.node());
            insert.setLong(2, event.time().toEpochMilli());
            insert.setString(3, event.state());
            insert.setString(4, event.cause());
            insert.executeUpdate();
        }
    }

    private static Optional<Event> latest(Connection connection, String node) throws SQLException {
        List<Event> events = events(connection, EVENTS + "WHERE node = ? ORDER BY id DESC LIMIT 1", node);
        return events.stream().findFirst();
    }

    /** What happened last to each node that anything ever happened to, by its name. */
    public List<Event> latest() {
        return database.with(
                "read",
                connection -> events(
                        connection,
                        EVENTS + "WHERE id IN (SELECT max(id) FROM node_events GROUP BY node) ORDER BY node"));
    }

    /** What happened to a node, the earliest first. */
    public List<Event> events(String node) {
        return database.with("read", connection -> events(connection, EVENTS + "WHERE node = ? ORDER BY id", node));
    }

    private static List<Event> events(Connection connection, String sql, String... values) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                query.setString(i + 1, values[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    Instant time = Instant.ofEpochMilli(rows.getLong(2));
                    events.add(new Event(rows.getString(1), time, rows.getString(3), rows.getString(4)));
                }
            }
        }
        return events;
    }

    /** How many nodes are in a state now that they came to since then. */
    public int count(String state, Instant since) {
        return database.with("read", connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT count(*) FROM node_events WHERE state = ? AND time >= ?"
                            + " AND id IN (SELECT max(id) FROM node_events GROUP BY node)")) {
                query.setString(1, state);
                query.setLong(2, since.toEpochMilli());
                try (ResultSet rows = query.executeQuery()) {
                    rows.next();
                    return rows.getInt(1);
                }
            }
        });
    }

    public void answered(Answer answer) {
        database.with("write", connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT OR REPLACE INTO node_answers VALUES (?, ?, ?, ?)")) {
                insert.setString(1, answer.node());
                insert.setLong(2, answer.time().toEpochMilli());
                insert.setString(3, answer.answer());
                insert.setString(4, answer.reason());
                return insert.executeUpdate();
            }
        });
    }

    public Optional<Answer> lastAnswer(String node) {
        return database.with("read", connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT node, time, answer, reason FROM node_answers WHERE node = ?")) {
                query.setString(1, node);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(new Answer(
                                    rows.getString(1),
                                    Instant.ofEpochMilli(rows.getLong(2)),
                                    rows.getString(3),
                                    rows.getString(4)))
                            : Optional.empty();
                }
            }
        });
    }
}
