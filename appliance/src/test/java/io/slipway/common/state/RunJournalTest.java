package io.slipway.common.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.state.Run.Task;
import io.slipway.common.state.RunRecord.Outcome;
import io.slipway.common.state.StepRecord.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunJournalTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Task HOSTNAME = new Task("set the host name", "site.yml:4:7");
    private static final Task RESTART = new Task("restart", "handlers.yml:1:3");
    private static final Task USERS = new Task("make users", "site.yml:9:7");

    @TempDir
    Path dir;

    private StateDatabase open() {
        return StateDatabase.open(dir.resolve("home"));
    }

    private static RunJournal journal(StateDatabase database) {
        return RunJournal.in(database, InstantSource.fixed(NOON), 3);
    }

    @Test
    void remembersWhatWasDone() {
        try (StateDatabase database = open()) {
            Run run = journal(database).begin("run site.yml", "site.yml");
            run.started("dgx01", HOSTNAME);
            run.finished("dgx01", HOSTNAME, State.CHANGED);
            run.finished("dgx01", USERS, State.SKIPPED);
            run.end(Outcome.OK);
        }
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            assertEquals(List.of(new RunRecord(1, "run site.yml", NOON, NOON, Outcome.OK)), journal.recent(5));
            assertEquals(
                    List.of(
                            new StepRecord(1, "dgx01", "set the host name", "site.yml:4:7", State.CHANGED, NOON, NOON),
                            new StepRecord(1, "dgx01", "make users", "site.yml:9:7", State.SKIPPED, NOON, NOON)),
                    journal.steps(1));
            assertEquals(List.of(), journal.cutShort("site.yml"));
        }
    }

    @Test
    void writesAStepBeforeStartedReturns() {
        try (StateDatabase writing = open();
                StateDatabase reading = open()) {
            Run run = journal(writing).begin("run site.yml", "site.yml");
            run.started("dgx01", HOSTNAME);
            assertEquals(
                    State.STARTED, journal(reading).steps(run.id()).getFirst().state());
            assertEquals(Outcome.RUNNING, journal(reading).recent(1).getFirst().outcome());
        }
    }

    @Test
    void keepsTheSameTaskOnManyHostsApart() throws Exception {
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            Run run = journal.begin("run site.yml", "site.yml");
            try (ExecutorService hosts = Executors.newVirtualThreadPerTaskExecutor()) {
                IntStream.range(0, 300)
                        .forEach(host -> hosts.execute(() -> {
                            run.started("node" + host, HOSTNAME);
                            run.finished("node" + host, HOSTNAME, host % 2 == 0 ? State.OK : State.FAILED);
                        }));
            }
            run.end(Outcome.FAILED);
            List<StepRecord> steps = journal.steps(run.id());
            assertEquals(300, steps.size());
            assertTrue(steps.stream()
                    .allMatch(step -> step.state()
                            == (Integer.parseInt(step.host().substring(4)) % 2 == 0 ? State.OK : State.FAILED)));
        }
    }

    @Test
    void callsWhatIsOpenAtTheEndUnknown() {
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            Run run = journal.begin("run site.yml", "site.yml");
            run.started("dgx01", HOSTNAME);
            run.end(Outcome.CANCELLED);
            StepRecord step = journal.cutShort("site.yml").getFirst().unknown().getFirst();
            assertEquals(State.UNKNOWN, step.state());
            assertNull(step.ended());
        }
    }

    @Test
    void callsStepsOfADeadProcessUnknown() throws Exception {
        Process victim = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        dir.resolve("home").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals('!', victim.getInputStream().read());
        try (StateDatabase database = open()) {
            assertEquals(List.of(), journal(database).cutShort("site.yml"), "it is alive");
        }
        victim.destroyForcibly().waitFor();
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            assertEquals(Outcome.INTERRUPTED, journal.recent(1).getFirst().outcome());
            CutShort cut = journal.cutShort("site.yml").getFirst();
            StepRecord step = cut.unknown().getFirst();
            assertEquals("set the host name", step.task());
            assertEquals(State.UNKNOWN, step.state());
            assertEquals(List.of(new Notice(cut.run().id(), "dgx01", RESTART, USERS)), cut.notices());
        }
    }

    @Test
    void whatARunLeavesBehindIsForTheNextAboutTheSame() {
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            Run run = journal.begin("run site.yml", "site.yml");
            run.started("dgx01", HOSTNAME);
            run.notified("dgx01", RESTART, USERS);
            run.notified("dgx02", RESTART, USERS);
            run.strike(new Notice(run.id(), "dgx02", RESTART, USERS));
            run.end(Outcome.CANCELLED);
            assertEquals(List.of(), journal.cutShort("other.yml"));
            CutShort left = journal.cutShort("site.yml").getFirst();
            assertFalse(left.followed());
            assertEquals(List.of(new Notice(run.id(), "dgx01", RESTART, USERS)), left.notices());

            Run next = journal.begin("run site.yml", "site.yml");
            next.follow(left.run());
            next.seeTo(left.unknown().getFirst());
            next.strike(left.notices().getFirst());
            next.end(Outcome.FAILED);
            assertEquals(List.of(new CutShort(left.run(), true, List.of(), List.of())), journal.cutShort("site.yml"));
            assertEquals(State.SEEN_TO, journal.steps(run.id()).getFirst().state());
        }
    }

    @Test
    void aRunThatEndsInOrderOwesNothing() {
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            Run run = journal.begin("run site.yml", "site.yml");
            run.notified("dgx01", RESTART, USERS);
            run.end(Outcome.FAILED);
            assertEquals(List.of(), journal.cutShort("site.yml"));
        }
    }

    /** Starts a step, says so, and waits to be killed. */
    static final class Victim {
        public static void main(String[] args) throws IOException {
            StateDatabase database = StateDatabase.open(Path.of(args[0]));
            Run run = RunJournal.in(database, InstantSource.fixed(NOON), 3).begin("run site.yml", "site.yml");
            run.finished("dgx01", USERS, State.CHANGED);
            run.notified("dgx01", RESTART, USERS);
            run.started("dgx01", HOSTNAME);
            System.out.write('!');
            System.out.flush();
            System.in.read();
        }
    }

    @Test
    void forgetsTheOldestRuns() {
        try (StateDatabase database = open()) {
            RunJournal journal = journal(database);
            for (int i = 1; i <= 5; i++) {
                Run run = journal.begin("run " + i, "site.yml");
                run.finished("dgx01", HOSTNAME, State.OK);
                run.end(Outcome.OK);
            }
            assertEquals(
                    List.of("run 5", "run 4", "run 3"),
                    journal.recent(10).stream().map(RunRecord::commandLine).toList());
            assertEquals(List.of(), journal.steps(1));
            assertEquals(1, journal.steps(5).size());
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        open().close();
        Path home = dir.resolve("home");
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("state.db"))));
    }

    @Test
    void refusesAFileThatIsNoDatabase() throws IOException {
        Files.createDirectories(dir.resolve("home"));
        Files.writeString(dir.resolve("home/state.db"), "not a database at all, whatever it is called\n".repeat(50));
        StateException refused = assertThrows(StateException.class, this::open);
        assertTrue(refused.getMessage().contains("state.db: cannot open the state database"), refused.getMessage());
    }

    @Test
    void refusesWhatANewerProgramWrote() throws Exception {
        open().close();
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("home/state.db"));
                var statement = connection.createStatement()) {
            statement.execute("UPDATE schema_version SET version = 99");
        }
        StateException refused = assertThrows(StateException.class, this::open);
        assertTrue(refused.getMessage().contains("newer Slipway"), refused.getMessage());
    }
}
