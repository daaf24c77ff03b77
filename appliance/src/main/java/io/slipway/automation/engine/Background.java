package io.slipway.automation.engine;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.job.Jobs;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code async}: a task whose connection need not last. What a node can do by itself it does in the background; a module that asks it more
 * than once is done before the play goes on, and its result kept for {@code async_status}.
 *
 * @param limit how long it may take
 * @param poll how long to wait between looks at it; zero to leave it alone
 */
record Background(RunContext run, TaskFrame frame, String host, Duration limit, Duration poll) {

    private static final Duration USUAL_POLL = Duration.ofSeconds(15);
    private static final long IDS = 1_000_000_000_000L;

    /** What has its place on this side of the connection, and what Ansible refuses for the same reason. */
    private static final Set<String> NOT_ON_A_NODE = Set.of(
            "add_host",
            "assemble",
            "assert",
            "async_status",
            "copy",
            "debug",
            "fail",
            "fetch",
            "gather_facts",
            "group_by",
            "include_vars",
            "pause",
            "raw",
            "script",
            "set_fact",
            "set_stats",
            "template",
            "unarchive",
            "wait_for_connection");

    /** Empty for a task that is done while the connection lasts. */
    static Optional<Background> of(RunContext run, TaskFrame frame, String host, KeywordValues keywords) {
        return keywords.seconds(Keyword.ASYNC).map(limit -> new Background(run, frame, host, limit, poll(keywords)));
    }

    private static Duration poll(KeywordValues keywords) {
        return keywords.value(Keyword.POLL).isEmpty()
                ? USUAL_POLL
                : keywords.seconds(Keyword.POLL).orElse(Duration.ZERO);
    }

    /** @param arguments as they were before they were checked */
    ModuleResult call(Module module, Map<String, @Nullable Object> arguments, ModuleCall call) {
        if (NOT_ON_A_NODE.contains(frame.action())) {
            throw refused("async is not supported for this task.");
        }
        if (call.check()) {
            throw refused("check mode and async cannot be used on same task.");
        }
        Jobs jobs = new Jobs(Stream.concat(
                        Stream.of(module),
                        run.modules().names().stream()
                                .flatMap(name -> run.modules().find(name).stream())
                                .filter(Module::oneExchange))
                .toList());
        String id = newId();
        if (module.oneExchange()) {
            ModuleResult started = jobs.start(id, module, arguments, call, limit);
            return poll.isZero() || !started.values().containsKey("ansible_job_id") ? started : awaited(jobs, id, call);
        }
        ModuleResult result = module.run(call);
        return poll.isZero() ? jobs.keep(id, result, call.node()) : told(id, finished(id, result));
    }

    private static ModuleFailure refused(String why) {
        return new ModuleFailure(why);
    }

    private String newId() {
        return "j%012d.%d"
                .formatted(run.random().nextLong(IDS), ProcessHandle.current().pid());
    }

    private static ModuleResult finished(String id, ModuleResult result) {
        return result.with("ansible_job_id", id).with("started", 1L).with("finished", 1L);
    }

    private ModuleResult told(String id, ModuleResult result) {
        run.events().tell(new RunEvent.JobEnded(host, id, result.failed()));
        return result;
    }

    /** A connection that breaks meanwhile does no harm: the job goes on, and is looked for again. */
    private ModuleResult awaited(Jobs jobs, String id, ModuleCall call) {
        Duration left = limit;
        ModuleResult last = ModuleResult.unchanged();
        while (left.isPositive()) {
            pause();
            left = left.minus(poll);
            try {
                last = jobs.status(id, call);
            } catch (TransportException e) {
                if (!left.isPositive() || run.interruption().requested()) {
                    throw e;
                }
                call.node().reconnect();
                continue;
            }
            if (finished(last)) {
                break;
            }
            run.events().tell(new RunEvent.JobRunning(host, id));
        }
        if (!finished(last)) {
            ModuleResult failed = ModuleResult.failed(
                    "async task did not complete within the requested time - " + limit.toSeconds() + "s");
            return told(id, failed.with("async_result", last.values()));
        }
        jobs.erase(id, call.node());
        return told(id, last);
    }

    /** What was killed for being late never finished. */
    private static boolean finished(ModuleResult status) {
        return Long.valueOf(1).equals(status.values().get("finished"))
                && !Jobs.LATE.equals(status.values().get("msg"));
    }

    private void pause() {
        try {
            run.sleeper().sleep(poll);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleFailure(Problem.of("interrupted while waiting; the job goes on"), e);
        }
    }
}
