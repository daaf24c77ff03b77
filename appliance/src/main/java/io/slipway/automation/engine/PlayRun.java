package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Role;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks a play with a batch of hosts. The play is a tree of blocks, and all hosts go through it together: a block is done by those that
 * are still there when it begins, its rescue by those that failed in it, and its end is where they meet again. So a host's place in the
 * play needs no bookkeeping of its own, and a single host can be sent through alone by the very same walk.
 */
final class PlayRun implements OnTheirOwn.Walk {

    private final RunContext run;
    private final Play play;
    private final KeywordValues keywords;
    private final PlayVariables variables;
    private final Selection selection;
    private final List<PlayHost> batch;
    private final Pace pace;
    private final Handlers handlers = new Handlers();
    private final Effects effects;
    private final Failures failures;
    private final Meta meta;
    private final Inclusion inclusion;
    private final Debugger debugger;
    private boolean flushing;
    private volatile boolean stopped;

    /**
     * @param batch all hosts that go through the play now
     * @param walking those that this walk is for: the whole batch, or one of it
     */
    PlayRun(
            RunContext run,
            Play play,
            KeywordValues keywords,
            PlayVariables variables,
            Selection selection,
            List<PlayHost> batch,
            List<PlayHost> walking,
            Pace pace) {
        this.run = run;
        this.play = play;
        this.keywords = keywords;
        this.variables = variables;
        this.selection = selection;
        this.batch = walking;
        this.pace = pace;
        this.effects = new Effects(run, variables, handlers, walking);
        this.failures = new Failures(keywords, walking, run.options().unsaid().anyErrorsFatal(), forcesHandlers());
        this.meta = new Meta(run, this, variables, batch);
        this.inclusion = new Inclusion(run, play, this, variables, handlers, effects);
        this.debugger = new Debugger(
                run, variables, run.options().debugger() || pace.strategy().debugging());
        handlers.add(play.handlers());
    }

    /** Whether this play's failures end the whole run: {@code any_errors_fatal}, {@code max_fail_percentage}. */
    boolean broken() {
        return failures.broken();
    }

    boolean endedPlay() {
        return meta.endedPlay();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    private boolean halted() {
        return stopped || run.interruption().requested();
    }

    @Override
    public void run() {
        if (!selection.reaches(play)) {
            return;
        }
        VariableRules rules = run.options().variables();
        List<PlayHost> unknown = batch.stream()
                .filter(host -> GatherFacts.on(host.known(), rules))
                .toList();
        GatherFacts.step(play, keywords, run.modules(), rules).ifPresent(step -> steps(List.of(step), unknown));
        section(play.preTasks());
        section(play.tasks());
        section(play.postTasks());
        overdue();
        if (broken()) {
            IntStream.range(0, failures.announcements())
                    .forEach(time -> run.events().tell(new RunEvent.NoHostsLeft()));
        }
    }

    /** Handlers run at the end of a section; if asked to, even on hosts that failed in it. */
    private void section(List<Step> steps) {
        steps(steps, batch);
        if (pace.strategy().together()) {
            failures.closeSection();
        }
        List<PlayHost> failed = forcesHandlers() && !broken() ? allFailed(batch) : List.of();
        List<@Nullable TaskResult> causes =
                failed.stream().<@Nullable TaskResult>map(PlayHost::recover).toList();
        flush(batch);
        for (int i = 0; i < failed.size(); i++) {
            failed.get(i).fail(causes.get(i));
            failed.get(i).forgetNotices();
        }
    }

    private boolean forcesHandlers() {
        return keywords.flag(Keyword.FORCE_HANDLERS, run.options().forceHandlers());
    }

    void steps(List<Step> steps, List<PlayHost> hosts) {
        for (Step step : steps) {
            if (halted()) {
                return;
            }
            switch (step) {
                case Step.Task task -> task(task, hosts, false);
                case Step.Block block -> block(block, hosts);
            }
        }
    }

    private void block(Step.Block block, List<PlayHost> hosts) {
        List<PlayHost> inside = entering(block, hosts);
        if (inside.isEmpty()) {
            return;
        }
        boolean rescued = !block.rescue().isEmpty();
        failures.within(rescued, rescued || !block.always().isEmpty(), () -> steps(block.steps(), inside));
        if (!block.rescue().isEmpty()) {
            rescue(block, allFailed(inside));
        }
        if (!block.always().isEmpty()) {
            always(block, inside);
        }
        Role role = block.context().role();
        if (role != null) {
            inside.forEach(host -> host.endOfRole(role.identity()));
        }
    }

    /** A host goes through the same role once, unless the role allows more. */
    private static List<PlayHost> entering(Step.Block block, List<PlayHost> hosts) {
        Role role = block.context().role();
        return active(hosts).stream()
                .filter(host -> role == null || role.allowDuplicates() || !host.hasDone(role.identity()))
                .toList();
    }

    private void rescue(Step.Block block, List<PlayHost> failed) {
        failed.forEach(PlayHost::recover);
        failures.within(false, !block.always().isEmpty(), () -> steps(block.rescue(), failed));
    }

    /** Those that failed do it as well, and have still failed afterwards. */
    private void always(Step.Block block, List<PlayHost> inside) {
        List<PlayHost> failed = allFailed(inside);
        List<@Nullable TaskResult> failures =
                failed.stream().<@Nullable TaskResult>map(PlayHost::recover).toList();
        steps(block.always(), inside);
        for (int i = 0; i < failed.size(); i++) {
            failed.get(i).fail(failures.get(i));
        }
    }

    void task(Step.Task task, List<PlayHost> hosts, boolean handler) {
        List<PlayHost> doing = active(hosts);
        if (doing.isEmpty() || (!handler && !selection.selects(task))) {
            return;
        }
        if (!isMeta(task) && !run.gate().admits(TaskNames.written(task))) {
            return;
        }
        SearchPath searchPath = new SearchPath(
                task.context(), SearchPath.folderOf(play.playbook().toAbsolutePath()));
        TaskFrame frame = new TaskFrame(run, play, task, handler, searchPath);
        Variables first = new Variables(
                doing.getFirst().name(),
                frame.over(variables.of(doing.getFirst().name())),
                run.templating());
        KeywordValues said = new KeywordValues(task, first);
        RunEvent.TaskStarted started = new RunEvent.TaskStarted(
                task, TaskNames.of(frame, first), handler, run.clock().instant());
        if (frame.is("meta")) {
            meta.perform(frame, doing, started);
            return;
        }
        run.events().tell(started);
        boolean once = once(frame, said);
        List<PlayHost> chosen = once ? doing.subList(0, 1) : doing;
        Map<PlayHost, HostTask.Done> done = settled(frame, searchPath, chosen, pace.toWork(task, throttle(said)));
        done.forEach((host, its) -> effects.apply(frame, host, its, once));
        done.forEach((host, its) -> judge(host, its, once ? doing : List.of(host)));
        if (!run.interruption().requested()) {
            inclusion.of(frame, done);
            if (pace.strategy().together()) {
                failures.breakOff(said, done.values(), once);
            }
        }
    }

    /** What came of a task, once nobody at the debugger wants it done again. */
    private Map<PlayHost, HostTask.Done> settled(
            TaskFrame frame, SearchPath searchPath, List<PlayHost> hosts, List<Semaphore> needed) {
        Map<PlayHost, HostTask.Done> settled = new LinkedHashMap<>();
        new TaskRun(run, variables, frame, searchPath, effects)
                .on(hosts, needed)
                .forEach((host, its) -> debugger.settle(frame, host, its, changed -> {
                            TaskFrame again = new TaskFrame(run, play, changed, frame.handler(), searchPath);
                            TaskRun once = new TaskRun(run, variables, again, searchPath, effects);
                            return Optional.ofNullable(
                                    once.on(List.of(host), needed).get(host));
                        })
                        .ifPresent(last -> settled.put(host, last)));
        return settled;
    }

    /** What failed where a rescue comes is told to it. */
    private void judge(PlayHost host, HostTask.Done done, List<PlayHost> concerned) {
        failures.judge(host, done, concerned);
        if (failures.rescuing() && Failures.failing(done.result()) && host.failed()) {
            run.events().rescued(host.name());
            effects.explainFailure(host, done);
        }
    }

    private static boolean isMeta(Step.Task task) {
        return ModuleCatalogue.shortName(task.action()).equals("meta");
    }

    /** Modules that Ansible runs once for all hosts, asked to or not. */
    private boolean once(TaskFrame frame, KeywordValues keywords) {
        boolean forAll = frame.is("add_host", "pause");
        if (pace.strategy().together()) {
            return forAll || keywords.flag(Keyword.RUN_ONCE, false);
        }
        if (forAll) {
            throw new EngineException(Problem.of("The '" + frame.task().action()
                            + "' module bypasses the host loop, which is currently not supported in the free strategy"
                            + " and would instead execute for every host in the inventory list.")
                    .at(frame.task().at()));
        }
        unsupported(
                keywords.flag(Keyword.RUN_ONCE, false),
                "Using run_once with the free strategy is not currently supported. This task will still be executed for"
                        + " every host in the inventory list.");
        unsupported(
                keywords.flag(Keyword.ANY_ERRORS_FATAL, run.options().unsaid().anyErrorsFatal()),
                "Using any_errors_fatal with the free strategy is not supported, as tasks are executed independently on"
                        + " each host");
        return false;
    }

    private void unsupported(boolean asked, String why) {
        if (asked) {
            run.events().warn(Problem.of(why));
        }
    }

    private static int throttle(KeywordValues keywords) {
        return (int) keywords.number(Keyword.THROTTLE).orElse(0);
    }

    /** Runs what was notified, in the order of definition. What a handler notifies runs in the same flush if it comes later. */
    void flush(List<PlayHost> hosts) {
        if (flushing) {
            return;
        }
        flushing = true;
        for (int i = 0; i < handlers.count() && !halted(); i++) {
            Handler handler = handlers.at(i);
            List<PlayHost> notified = new ArrayList<>();
            for (PlayHost host : active(hosts)) {
                if (host.takeNotice(handler)) {
                    notified.add(host);
                }
            }
            if (!notified.isEmpty()) {
                task(handler.task(), notified, true);
                heard(handler, notified);
            }
        }
        flushing = false;
    }

    /** Handlers that an earlier run notified by a task that is not there any more. */
    private void overdue() {
        for (int i = 0; i < handlers.count(); i++) {
            Handler handler = handlers.at(i);
            active(batch).stream()
                    .filter(host -> run.notices().owes(host.name(), handler.task()))
                    .forEach(host -> host.notice(handler));
        }
        flush(batch);
    }

    private void heard(Handler handler, List<PlayHost> hosts) {
        if (!run.interruption().requested()) {
            active(hosts).forEach(host -> run.notices().heard(host.name(), handler.task()));
        }
    }

    static List<PlayHost> active(List<PlayHost> hosts) {
        return hosts.stream().filter(PlayHost::active).toList();
    }

    private static List<PlayHost> allFailed(List<PlayHost> hosts) {
        return hosts.stream().filter(PlayHost::failed).toList();
    }
}
