package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One task on many hosts: a thread for each, at most so many at work, results told as they come. */
final class TaskRun {

    /** How long an interrupted run waits for work in flight; together with the rest it stays within two seconds. */
    private static final Duration GRACE = Duration.ofMillis(1200);

    private final RunContext run;
    private final PlayVariables variables;
    private final TaskFrame frame;
    private final SearchPath searchPath;
    private final Effects effects;

    TaskRun(RunContext run, PlayVariables variables, TaskFrame frame, SearchPath searchPath, Effects effects) {
        this.run = run;
        this.variables = variables;
        this.frame = frame;
        this.searchPath = searchPath;
        this.effects = effects;
    }

    /**
     * Does the task on the hosts and waits for all of them.
     *
     * @param needed what a host takes while it works, so that not too many do at the same time
     * @return what came of it, in the order of the hosts; for a host that an interrupt kept from ending there is nothing
     */
    Map<PlayHost, HostTask.Done> on(List<PlayHost> hosts, List<Semaphore> needed) {
        Map<PlayHost, HostTask.Done> done = new ConcurrentHashMap<>();
        List<PlayHost> begun = new ArrayList<>();
        CountDownLatch open = new CountDownLatch(hosts.size());
        for (PlayHost host : hosts) {
            if (!acquire(needed)) {
                break;
            }
            begun.add(host);
            Thread.ofVirtual().name(host.name()).start(() -> {
                run.interruption().register(Thread.currentThread());
                run.unfinished().begin(host.name(), frame.task());
                run.events().tell(new RunEvent.HostTurn(frame.task(), host.name()));
                try {
                    work(host, done);
                } finally {
                    run.interruption().unregister(Thread.currentThread());
                    needed.forEach(Semaphore::release);
                    open.countDown();
                }
            });
        }
        IntStream.range(begun.size(), hosts.size()).forEach(i -> open.countDown());
        await(open);
        return inOrder(hosts, done);
    }

    private boolean acquire(List<Semaphore> needed) {
        for (int i = 0; i < needed.size(); i++) {
            if (!acquire(needed.get(i))) {
                needed.subList(0, i).forEach(Semaphore::release);
                return false;
            }
        }
        return true;
    }

    private boolean acquire(Semaphore permits) {
        while (!run.interruption().requested()) {
            try {
                if (permits.tryAcquire(50, TimeUnit.MILLISECONDS)) {
                    return true;
                }
            } catch (InterruptedException e) {
                run.interruption().request();
            }
        }
        return false;
    }

    private void await(CountDownLatch open) {
        Instant deadline = Instant.MAX;
        while (Instant.now().isBefore(deadline)) {
            try {
                if (open.await(50, TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                run.interruption().request();
            }
            if (deadline.equals(Instant.MAX) && run.interruption().requested()) {
                deadline = Instant.now().plus(GRACE);
            }
        }
    }

    private static Map<PlayHost, HostTask.Done> inOrder(List<PlayHost> hosts, Map<PlayHost, HostTask.Done> done) {
        Map<PlayHost, HostTask.Done> ordered = new LinkedHashMap<>();
        for (PlayHost host : hosts) {
            HostTask.Done its = done.get(host);
            if (its != null) {
                ordered.put(host, its);
            }
        }
        return ordered;
    }

    private void work(PlayHost host, Map<PlayHost, HostTask.Done> done) {
        HostTask.Done its = survive(host);
        if (run.interruption().requested() && its.result().status() != Status.OK) {
            return;
        }
        run.unfinished().end(host.name());
        done.put(host, its);
        boolean included =
                Includes.INCLUDES.contains(frame.action()) && its.result().status() == Status.OK;
        if (!included) {
            effects.tellNotified(frame, host, its);
            run.events().done(its.result());
        }
    }

    /** A mistake in the program fails one host's task, with all that is needed to find it, and not the run. */
    private HostTask.Done survive(PlayHost host) {
        Instant started = run.clock().instant();
        try {
            return new HostTask(run, variables, frame, searchPath, host.known()).run();
        } catch (ProblemException e) {
            return failed(host, Outcome.failed(e), started);
        } catch (RuntimeException | StackOverflowError e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            Problem problem = Problem.of("Unexpected failure during module execution: " + e)
                    .at(frame.task().at());
            Map<String, @Nullable Object> details = Map.of("exception", trace.toString());
            return failed(host, Outcome.failed(problem.toString(), details), started);
        }
    }

    private HostTask.Done failed(PlayHost host, Outcome outcome, Instant started) {
        TaskResult result = new TaskResult(
                host.name(),
                frame.task(),
                outcome.status(),
                outcome.values(),
                List.of(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                started,
                Duration.between(started, run.clock().instant()));
        return new HostTask.Done(
                result, List.of(new HostTask.Round(outcome, Optional.empty(), Map.of(), null)), outcome.registered());
    }
}
