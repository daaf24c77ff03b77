package io.slipway.common.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What nodes are installed with that must not be lost: tokens and what they were used for, host keys, and the last words of installers. */
public final class InstallTable {

    /**
     * @param digest of the token, which itself is not kept
     * @param purpose what it opens
     * @param boot the one for which it was made
     */
    public record Token(
            String digest, String purpose, String node, String boot, String address, Instant issued, Instant expires) {}

    /** @param secret a file, as is what may be open to all */
    public record HostKey(String node, String secret, String open) {}

    public record Log(Instant time, String text) {}

    private final StateDatabase database;

    public InstallTable(StateDatabase database) {
        this.database = database;
    }

    public void put(Token token) {
        database.with(
                "write",
                connection -> run(
                        connection,
                        "INSERT INTO install_tokens VALUES (?, ?, ?, ?, ?, ?, ?)",
                        token.digest(),
                        token.purpose(),
                        token.node(),
                        token.boot(),
                        token.address(),
                        token.issued().toEpochMilli(),
                        token.expires().toEpochMilli()));
    }

    public Optional<Token> token(String digest) {
        return database.with("read", connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT digest, purpose, node, boot, address,"
                    + " issued, expires FROM install_tokens WHERE digest = ?")) {
                query.setString(1, digest);
                try (ResultSet row = query.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Token(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3),
                                    row.getString(4),
                                    row.getString(5),
                                    Instant.ofEpochMilli(row.getLong(6)),
                                    Instant.ofEpochMilli(row.getLong(7))))
                            : Optional.empty();
                }
            }
        });
    }

    /**
     * Uses a token, and forgets those of the node's other boots.
     *
     * @return whether this is the first time that it is used for this
     */
    public boolean use(Token token, String what) {
        return database.atomically("write", connection -> {
            int done = run(
                    connection,
                    "INSERT OR IGNORE INTO install_uses SELECT digest, ? FROM install_tokens WHERE digest = ?",
                    what,
                    token.digest());
            if (done == 1) {
                run(connection, "DELETE FROM install_tokens WHERE node = ? AND boot <> ?", token.node(), token.boot());
            }
            return done == 1;
        });
    }

    /** All tokens of a node, and those of any whose time is over. */
    public void forget(String node, Instant now) {
        database.with(
                "write",
                connection -> run(
                        connection,
                        "DELETE FROM install_tokens WHERE node = ? OR expires < ?",
                        node,
                        now.toEpochMilli()));
    }

    /** @param make a new one, if the node has none yet */
    public HostKey hostKey(String node, Supplier<HostKey> make) {
        return database.atomically("write", connection -> {
            List<HostKey> known = keys(connection, "WHERE node = ?", node);
            if (!known.isEmpty()) {
                return known.getFirst();
            }
            HostKey made = make.get();
            run(connection, "INSERT INTO host_keys VALUES (?, ?, ?)", node, made.secret(), made.open());
            return made;
        });
    }

    public List<HostKey> hostKeys() {
        return database.with("read", connection -> keys(connection, "ORDER BY node"));
    }

    private static List<HostKey> keys(Connection connection, String which, Object... values) throws SQLException {
        List<HostKey> keys = new ArrayList<>();
        try (PreparedStatement query =
                        prepared(connection, "SELECT node, secret, open FROM host_keys " + which, values);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                keys.add(new HostKey(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return keys;
    }

    public void log(String node, Log log) {
        database.with(
                "write",
                connection -> run(
                        connection,
                        "INSERT OR REPLACE INTO install_logs VALUES (?, ?, ?)",
                        node,
                        log.time().toEpochMilli(),
                        log.text()));
    }

    public Optional<Log> log(String node) {
        return database.with("read", connection -> {
            try (PreparedStatement query =
                            prepared(connection, "SELECT time, text FROM install_logs WHERE node = ?", node);
                    ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Log(Instant.ofEpochMilli(row.getLong(1)), row.getString(2)))
                        : Optional.empty();
            }
        });
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
