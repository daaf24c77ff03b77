package io.slipway.common.state;

import io.slipway.common.state.RunRecord.Outcome;
import io.slipway.common.state.StepRecord.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes steps in groups: whoever needs something written and finds nobody writing, writes all that has gathered, and the others wait
 * for that. So nothing is ever delayed to fill a group, and there is no thread to stop.
 */
final class StepWriter {

    sealed interface Entry {}

    record Begin(long number, String host, Run.Task task, State state, long time) implements Entry {}

    record End(long number, State state, long time) implements Entry {}

    record Notified(Notice notice) implements Entry {}

    record Struck(Notice notice) implements Entry {}

    record SeenTo(StepRecord step) implements Entry {}

    record Followed(long earlier) implements Entry {}

    /** Ends that nobody waits for are written with the next start, or when so many have gathered. */
    private static final int MANY = 256;

    private final StateDatabase database;
    private final long run;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private List<Entry> gathered = new ArrayList<>();
    private long arrived;
    private long done;
    private boolean writing;
    private @Nullable StateException failure;

    StepWriter(StateDatabase database, long run) {
        this.database = database;
        this.run = run;
    }

    void writeSoon(Entry entry) {
        lock.lock();
        try {
            gathered.add(entry);
            arrived++;
            if (gathered.size() < MANY || writing) {
                return;
            }
        } finally {
            lock.unlock();
        }
        flush();
    }

    void writeNow(Entry entry) {
        lock.lock();
        try {
            gathered.add(entry);
            arrived++;
        } finally {
            lock.unlock();
        }
        flush();
    }

    /** Returns when everything that had arrived is written. */
    private void flush() {
        lock.lock();
        try {
            long mine = arrived;
            while (done < mine && failure == null) {
                if (writing) {
                    written.awaitUninterruptibly();
                } else {
                    writeGathered();
                }
            }
            if (failure != null) {
                throw new StateException(failure.problem(), failure);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets the lock go while it writes. */
    private void writeGathered() {
        List<Entry> group = gathered;
        long upTo = arrived;
        gathered = new ArrayList<>();
        writing = true;
        lock.unlock();
        @Nullable StateException broken = null;
        try {
            database.atomically("write", connection -> write(connection, group));
        } catch (StateException e) {
            broken = e;
        } finally {
            lock.lock();
            writing = false;
            done = upTo;
            failure = broken;
            written.signalAll();
        }
    }

    private int write(Connection connection, List<Entry> group) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO steps (run, number, host, task, place, state, started, ended) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE steps SET state = ?, ended = ? WHERE run = ? AND number = ?")) {
            for (Entry entry : group) {
                switch (entry) {
                    case Begin begin -> insert(insert, begin);
                    case End end -> {
                        update.setString(1, end.state.name());
                        update.setLong(2, end.time);
                        update.setLong(3, run);
                        update.setLong(4, end.number);
                        update.executeUpdate();
                    }
                    case Notified(Notice notice) ->
                        execute(connection, "INSERT OR IGNORE INTO notices VALUES (?, ?, ?, ?, ?, ?)", words(notice));
                    case Struck(Notice notice) ->
                        execute(
                                connection,
                                "DELETE FROM notices WHERE run = ? AND host = ? AND handler = ? AND handler_place = ? AND task = ?"
                                        + " AND task_place = ?",
                                words(notice));
                    case SeenTo(StepRecord step) ->
                        execute(
                                connection,
                                "UPDATE steps SET state = 'SEEN_TO' WHERE state = 'UNKNOWN' AND run = ? AND host = ? AND task = ?"
                                        + " AND place = ?",
                                List.of(step.run(), step.host(), step.task(), step.place()));
                    case Followed(long earlier) ->
                        execute(connection, "UPDATE runs SET followed = 1 WHERE id = ?", List.of(earlier));
                }
            }
        }
        return group.size();
    }

    private static List<Object> words(Notice notice) {
        return List.of(
                notice.run(),
                notice.host(),
                notice.handler().name(),
                notice.handler().place(),
                notice.by().name(),
                notice.by().place());
    }

    private static void execute(Connection connection, String sql, List<Object> values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            statement.executeUpdate();
        }
    }

    private void insert(PreparedStatement insert, Begin begin) throws SQLException {
        insert.setLong(1, run);
        insert.setLong(2, begin.number);
        insert.setString(3, begin.host);
        insert.setString(4, begin.task.name());
        insert.setString(5, begin.task.place());
        insert.setString(6, begin.state.name());
        insert.setLong(7, begin.time);
        if (begin.state == State.STARTED) {
            insert.setNull(8, Types.BIGINT);
        } else {
            insert.setLong(8, begin.time);
        }
        insert.executeUpdate();
    }

    void finish(Outcome outcome, long time) {
        flush();
        database.atomically("write", connection -> {
            try (PreparedStatement steps = connection.prepareStatement(
                            "UPDATE steps SET state = 'UNKNOWN' WHERE run = ? AND state = 'STARTED'");
                    PreparedStatement runs =
                            connection.prepareStatement("UPDATE runs SET outcome = ?, ended = ? WHERE id = ?")) {
                steps.setLong(1, run);
                steps.executeUpdate();
                runs.setString(1, outcome.name());
                runs.setLong(2, time);
                runs.setLong(3, run);
                runs.executeUpdate();
            }
            if (outcome != Outcome.CANCELLED) {
                execute(connection, "DELETE FROM notices WHERE run = ?", List.of(run));
            }
            return run;
        });
    }
}
