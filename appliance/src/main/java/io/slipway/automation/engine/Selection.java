package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.shell.Glob;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which tasks the command line asks for: by their tags, and by {@code --start-at-task}, for which it waits. */
final class Selection {

    private final TagSelection tags;
    private final Set<String> passed = new LinkedHashSet<>();
    private Optional<String> awaited;

    Selection(RunOptions options) {
        this(TagSelection.of(options.tags(), options.skipTags()), options.startAtTask());
    }

    private Selection(TagSelection tags, Optional<String> awaited) {
        this.tags = tags;
        this.awaited = awaited;
    }

    /** For a host that goes through a play on its own: it waits for itself. */
    Selection ofOneHost() {
        return new Selection(tags, awaited);
    }

    /** What one host has started at or has passed, all have. */
    void learn(Selection ofOneHost) {
        passed.addAll(ofOneHost.passed);
        if (ofOneHost.awaited.isEmpty()) {
            awaited = Optional.empty();
        }
    }

    /** Whether anything of a play is to be done. Only what is known before it begins can be started at. */
    boolean reaches(Play play) {
        if (awaited.isEmpty()) {
            return true;
        }
        List<Step.Task> tasks = new ArrayList<>();
        Stream.of(play.preTasks(), play.tasks(), play.postTasks()).forEach(steps -> collect(steps, tasks));
        tasks.stream().map(TaskNames::written).forEach(passed::add);
        return tasks.stream().anyMatch(task -> isTagged(task) && isAwaited(task));
    }

    /** As tasks follow each other when nothing fails. */
    private static void collect(List<Step> steps, List<Step.Task> into) {
        for (Step step : steps) {
            switch (step) {
                case Step.Task task -> into.add(task);
                case Step.Block block -> {
                    collect(block.steps(), into);
                    collect(block.always(), into);
                }
            }
        }
    }

    boolean selects(Step.Task task) {
        if (awaited.isPresent() && !GatherFacts.is(task)) {
            if (!isTagged(task) || !isAwaited(task)) {
                return false;
            }
            awaited = Optional.empty();
        }
        return isTagged(task);
    }

    private boolean isTagged(Step.Task task) {
        return tags.selects(TagSelection.tags(task.context()));
    }

    /** Whether a task is among those that are done, sooner or later; unlike {@link #selects} it may be asked of any, at any time. */
    boolean wants(Step.Task task) {
        return !ModuleCatalogue.shortName(task.action()).equals("meta") && isTagged(task);
    }

    private boolean isAwaited(Step.Task task) {
        String pattern = awaited.orElseThrow();
        Predicate<String> matches = name -> name.equals(pattern) || Glob.matches(pattern, name);
        return matches.test(TaskNames.written(task))
                || TaskNames.own(task).filter(matches).isPresent();
    }

    /** What to say at the end of a run that found nothing to start at. */
    Optional<Problem> neverStarted() {
        return awaited.map(name -> Problem.of("No matching task \"" + name
                        + "\" found. Note: --start-at-task can only follow static includes.")
                .hint(NearMiss.hint(name, List.copyOf(passed))));
    }
}
