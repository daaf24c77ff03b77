package io.slipway.common.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.common.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a database from whatever version it has to this program's: files of SQL beside this class, each run once, in order, whole. */
final class Migrations {

    private static final List<String> FILES = List.of(
            "001-runs.sql",
            "002-notices.sql",
            "003-netboot.sql",
            "004-egress.sql",
            "005-hardware.sql",
            "006-install.sql",
            "007-journey.sql");

    private Migrations() {}

    static void run(StateDatabase database) {
        database.atomically("migrate", connection -> {
            int version = version(connection);
            if (version > FILES.size()) {
                throw new StateException(
                        Problem.of("the state database was written by a newer Slipway")
                                .because("it has version " + version + ", and this program knows " + FILES.size())
                                .hint("use the newer program, or another home"),
                        null);
            }
            for (int next = version; next < FILES.size(); next++) {
                execute(connection, read(FILES.get(next)));
            }
            execute(connection, "DELETE FROM schema_version; INSERT INTO schema_version VALUES (" + FILES.size() + ")");
            return version;
        });
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            try (ResultSet rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
                return rows.next() ? rows.getInt(1) : 0;
            }
        }
    }

    private static void execute(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String one : script.replaceAll("(?m)^--.*$", "").split(";")) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
        }
    }

    private static String read(String name) {
        try (InputStream in = Migrations.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new AssertionError("the program was built without " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new AssertionError("the program cannot read " + name + " of its own", e);
        }
    }
}
