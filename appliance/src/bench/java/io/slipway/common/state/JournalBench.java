package io.slipway.common.state;

import io.slipway.common.state.Run.Task;
import io.slipway.common.state.RunRecord.Outcome;
import io.slipway.common.state.StepRecord.State;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** How much the journal delays a step. Argument: a directory for the database. */
public final class JournalBench {

    private JournalBench() {}

    public static void main(String[] args) {
        try (StateDatabase database = StateDatabase.open(Path.of(args[0]))) {
            RunJournal journal = RunJournal.in(database, InstantSource.system(), 10);
            for (int hosts : new int[] {1, 1, 20, 200}) {
                measure(journal, hosts, 20_000 / hosts);
            }
        }
    }

    private static void measure(RunJournal journal, int hosts, int tasks) {
        Run run = journal.begin("bench", "bench");
        long[] nanos = new long[hosts * tasks];
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int host = 0; host < hosts; host++) {
                int number = host;
                threads.execute(() -> {
                    for (int task = 0; task < tasks; task++) {
                        Task step = new Task("a task of ordinary length " + task, "roles/base/tasks/main.yml:" + task + ":3");
                        long start = System.nanoTime();
                        run.started("node" + number, step);
                        run.finished("node" + number, step, State.OK);
                        nanos[number * tasks + task] = System.nanoTime() - start;
                    }
                });
            }
        }
        long total = System.nanoTime() - begin;
        run.end(Outcome.OK);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%4d hosts  p50 %7.3f ms   p99 %7.3f ms   %8.0f steps/s%n",
                hosts,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                nanos.length * 1e9 / total);
    }
}
