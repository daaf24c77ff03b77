package io.slipway.common.state;

import io.slipway.common.state.RunRecord.Outcome;
import io.slipway.common.state.StepRecord.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was run, task by task and host by host, so that after a crash it is known what may have been half done.
 *
 * <p>A step's row is in the database before {@link Run#started} returns, and thus before anything is sent to the host: a journal that
 * might lack the very step at which the process died would be worthless. Threads that start steps at the same time share one
 * transaction, so this costs a fraction of a millisecond even for many hosts. Ends of steps are written in passing and may be lost
 * with the process; such a step then shows as unknown, which is the safe side. What a step notifies is written with its end or before.
 */
public final class RunJournal {

    private static final String STEPS = "SELECT run, host, task, place, state, started, ended FROM steps ";

    private final StateDatabase database;
    private final InstantSource clock;
    private final int keep;

    private RunJournal(StateDatabase database, InstantSource clock, int keep) {
        this.database = database;
        this.clock = clock;
        this.keep = keep;
    }

    /**
     * The journal in a database. Runs whose process has died meanwhile are marked as interrupted, and their open steps as unknown.
     *
     * @param keep how many runs are remembered
     */
    public static RunJournal in(StateDatabase database, InstantSource clock, int keep) {
        RunJournal journal = new RunJournal(database, clock, keep);
        journal.settleDeadRuns();
        return journal;
    }

    private record Owner(long run, long processId, long processStart) {
        boolean dead() {
            return ProcessHandle.of(processId)
                    .filter(process -> startOf(process) == processStart)
                    .isEmpty();
        }
    }

    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private void settleDeadRuns() {
        database.atomically("read", connection -> {
            List<Owner> open = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT id, process_id, process_start FROM runs WHERE outcome = 'RUNNING'");
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    open.add(new Owner(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            for (Owner owner : open) {
                if (owner.dead()) {
                    update(
                            connection.prepareStatement("UPDATE runs SET outcome = 'INTERRUPTED' WHERE id = ?"),
                            owner.run);
                    update(
                            connection.prepareStatement(
                                    "UPDATE steps SET state = 'UNKNOWN' WHERE run = ? AND state = 'STARTED'"),
                            owner.run);
                }
            }
            return open.size();
        });
    }

    /**
     * Begins a run of this process, and forgets the oldest ones.
     *
     * @param commandLine without secrets
     * @param subject what it is about: a later run about the same makes up for what this one leaves behind; empty for none
     */
    public Run begin(String commandLine, String subject) {
        ProcessHandle self = ProcessHandle.current();
        long id = database.atomically("write", connection -> {
            long next;
            try (PreparedStatement query = connection.prepareStatement("SELECT coalesce(max(id), 0) + 1 FROM runs");
                    ResultSet rows = query.executeQuery()) {
                rows.next();
                next = rows.getLong(1);
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO runs (id, command_line, subject, process_id, process_start, started, outcome)"
                            + " VALUES (?, ?, ?, ?, ?, ?, 'RUNNING')")) {
                insert.setLong(1, next);
                insert.setString(2, commandLine);
                insert.setString(3, subject);
                insert.setLong(4, self.pid());
                insert.setLong(5, startOf(self));
                insert.setLong(6, clock.millis());
                insert.executeUpdate();
            }
            update(connection.prepareStatement("DELETE FROM runs WHERE outcome <> 'RUNNING' AND id <= ?"), next - keep);
            return next;
        });
        return new Run(id, clock, new StepWriter(database, id));
    }

    private static void update(PreparedStatement statement, long value) throws SQLException {
        try (statement) {
            statement.setLong(1, value);
            statement.executeUpdate();
        }
    }

    /** The latest runs, newest first. */
    public List<RunRecord> recent(int most) {
        return runs("ORDER BY id DESC LIMIT ?", most);
    }

    private List<RunRecord> runs(String which, Object value) {
        return database.with("read", connection -> {
            List<RunRecord> runs = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT id, command_line, started, ended, outcome FROM runs " + which)) {
                query.setObject(1, value);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        Instant started = Instant.ofEpochMilli(rows.getLong(3));
                        @Nullable Instant ended = instant(rows, 4);
                        runs.add(new RunRecord(
                                rows.getLong(1),
                                rows.getString(2),
                                started,
                                ended,
                                Outcome.valueOf(rows.getString(5))));
                    }
                }
            }
            return runs;
        });
    }

    /** The steps of a run, in the order in which they began. */
    public List<StepRecord> steps(long run) {
        return steps(STEPS + "WHERE run = ? ORDER BY number", run);
    }

    /** Runs about this that did not come to their end, the earliest first: what the next one has to make up for. */
    public List<CutShort> cutShort(String subject) {
        List<CutShort> all = new ArrayList<>();
        for (RunRecord run :
                runs("WHERE outcome IN ('INTERRUPTED', 'CANCELLED') AND subject = ? ORDER BY id", subject)) {
            List<StepRecord> unknown = steps(STEPS + "WHERE state = 'UNKNOWN' AND run = ? ORDER BY number", run.id());
            all.add(new CutShort(run, followed(run.id()), unknown, notices(run.id())));
        }
        return all;
    }

    private boolean followed(long run) {
        return database.with("read", connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT followed FROM runs WHERE id = ?")) {
                query.setLong(1, run);
                try (ResultSet rows = query.executeQuery()) {
                    return rows.next() && rows.getInt(1) != 0;
                }
            }
        });
    }

    private List<Notice> notices(long run) {
        return database.with("read", connection -> {
            List<Notice> notices = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT host, handler, handler_place, task, task_place FROM notices WHERE run = ? ORDER BY rowid")) {
                query.setLong(1, run);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        Run.Task handler = new Run.Task(rows.getString(2), rows.getString(3));
                        Run.Task by = new Run.Task(rows.getString(4), rows.getString(5));
                        notices.add(new Notice(run, rows.getString(1), handler, by));
                    }
                }
            }
            return notices;
        });
    }

    private List<StepRecord> steps(String sql, long value) {
        return database.with("read", connection -> {
            List<StepRecord> steps = new ArrayList<>();
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setLong(1, value);
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        State state = State.valueOf(rows.getString(5));
                        Instant started = Instant.ofEpochMilli(rows.getLong(6));
                        @Nullable Instant ended = instant(rows, 7);
                        steps.add(new StepRecord(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                state,
                                started,
                                ended));
                    }
                }
            }
            return steps;
        });
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        long millis = rows.getLong(column);
        return rows.wasNull() ? null : Instant.ofEpochMilli(millis);
    }
}
