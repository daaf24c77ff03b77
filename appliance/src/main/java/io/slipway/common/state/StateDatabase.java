package io.slipway.common.state;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The SQLite database {@code state.db} in Slipway's home, in WAL mode, so that one process may write while others read.
 *
 * <p>{@code synchronous=NORMAL}: what was committed survives the death of every process at any instant; only a power failure may take
 * back the last commits (never the database's consistency). In exchange a commit costs no flush to disk.
 *
 * <p>One connection, used by one thread at a time. The directory is made with mode 0700 and the file with 0600.
 */
public final class StateDatabase implements AutoCloseable {

    private static final String FILE = "state.db";

    private final Path file;
    private final Connection connection;
    private final ReentrantLock lock = new ReentrantLock();

    private StateDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the database of a home, making it or bringing it up to date as needed.
     *
     * @throws StateException also when it was written by a newer Slipway
     */
    public static StateDatabase open(Path home) {
        Path file = home.resolve(FILE);
        prepare(home, file);
        try {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath());
            StateDatabase database = new StateDatabase(file, connection);
            try {
                database.configure();
                Migrations.run(database);
                return database;
            } catch (StateException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw failure(file, "open", e);
        }
    }

    private static void prepare(Path home, Path file) {
        try {
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) {
                throw unwritable(file, "open", e);
            }
        } catch (IOException e) {
            throw unwritable(file, "create", e);
        }
        try {
            NativeLibrary.layInto(home);
        } catch (IOException e) {
            throw unwritable(file, "open", e);
        }
    }

    private void configure() {
        with("open", used -> {
            try (Statement statement = used.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = NORMAL");
                statement.execute("PRAGMA foreign_keys = ON");
                return statement;
            }
        });
    }

    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Reads, or writes a single statement. */
    <T> T with(String what, Work<T> work) {
        lock.lock();
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(file, what, e);
        } finally {
            lock.unlock();
        }
    }

    /** Does several things or none. The write lock is taken at the start, so that two processes cannot get in each other's way. */
    <T> T atomically(String what, Work<T> work) {
        return with(what, used -> {
            try (Statement statement = used.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                boolean done = false;
                try {
                    T result = work.on(used);
                    statement.execute("COMMIT");
                    done = true;
                    return result;
                } finally {
                    if (!done) {
                        statement.execute("ROLLBACK");
                    }
                }
            }
        });
    }

    private static StateException unwritable(Path file, String what, IOException cause) {
        return new StateException(
                Problem.of("cannot " + what + " the state database")
                        .at(Position.in(file.toString()))
                        .because(IoReason.of(cause, file))
                        .hint(IoReason.hintForHome(cause)),
                cause);
    }

    private static StateException failure(Path file, String what, SQLException cause) {
        return new StateException(
                Problem.of("cannot " + what + " the state database")
                        .at(Position.in(file.toString()))
                        .because(String.valueOf(cause.getMessage()))
                        .hint("check its disk space and owner; it can be moved away, which forgets past runs"),
                cause);
    }

    @Override
    public void close() {
        with("close", used -> {
            used.close();
            return used;
        });
    }
}
