package io.slipway.automation.engine;

import io.slipway.automation.engine.lookup.FileFilters;
import io.slipway.automation.engine.lookup.Lookups;
import io.slipway.automation.engine.variables.Conditions;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.Limit;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.SourceFiles;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.automation.transport.Connector;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** Runs playbooks: the one way into the engine. One instance makes one run. */
public final class PlaybookRunner {

    private final RunContext run;
    private final Selection selection;
    private final MissingModules missing;
    private boolean whole = true;

    /**
     * Everything that a run is wired to.
     *
     * @param connector closed when the run ends
     * @param environment of this side
     */
    public record Parts(
            Inventory inventory,
            SourceFiles files,
            PlaybookLoader loader,
            ModuleCatalogue modules,
            Connector connector,
            TemplateEngine.Builder templates,
            RandomGenerator random,
            Map<String, String> environment,
            Clock clock,
            Sleeper sleeper,
            Gate gate,
            Prompter prompter,
            FactCache facts,
            Notices notices) {}

    /** How to wait. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /** Whether a task may begin: {@code --step} asks a person. */
    @FunctionalInterface
    public interface Gate {

        Gate OPEN = task -> true;

        /** @param task its name, as {@code role : name}, with templates as they are written */
        boolean admits(String task);
    }

    public PlaybookRunner(Parts parts, RunOptions options, RunListener listener) {
        this.selection = new Selection(options);
        TaskModules taskModules = new TaskModules(parts.loader(), parts.modules());
        this.missing = new MissingModules(taskModules, TagSelection.of(options.tags(), options.skipTags()));
        Events events = new Events(listener);
        Vault vault = parts.files().vault();
        TemplateEngine.Builder templates = parts.templates().loader(new TemplateFiles());
        VaultFilters.addTo(templates, vault, parts.random());
        FileFilters.addTo(templates, parts.environment());
        Templating templating =
                new Templating(templates.build(), vault, options.variables().nativeTypes());
        this.run = new RunContext(
                options,
                new LiveInventory(
                        parts.inventory(), Limit.of(options.limit()), warning -> events.warn(Problem.of(warning))),
                parts.files(),
                parts.loader(),
                parts.modules(),
                taskModules,
                parts.connector(),
                parts.clock(),
                parts.random(),
                parts.sleeper(),
                parts.gate(),
                parts.prompter(),
                parts.facts(),
                parts.environment(),
                templating,
                new Conditions(events::warn),
                new Lookups(parts.random()),
                events,
                new Interruption(),
                new Unfinished(),
                parts.notices(),
                new ConcurrentHashMap<>(),
                ConcurrentHashMap.newKeySet());
    }

    /**
     * Runs playbooks one after the other, up to the first after which any host has failed.
     *
     * @throws io.slipway.common.ProblemException when something is wrong that no host can get past; the run has ended then
     */
    public RunOutcome run(List<Path> playbooks) {
        return ending(() -> {
            run.unfinished().expect(playbooks);
            for (Path playbook : playbooks) {
                if (!playbook.equals(playbooks.getFirst())) {
                    run.events()
                            .tell(new RunEvent.PlaybookEnded(
                                    run.events().counts(), run.clock().instant()));
                }
                List<Play> plays = run.loader().load(playbook);
                missing.refuse(plays);
                run.unfinished().open(playbook, plays);
                run.events().tell(new RunEvent.PlaybookStarted(playbook, plays.size()));
                boolean last = playbook.equals(playbooks.getLast());
                if (!runAll(plays) || (outcome() != RunOutcome.OK && !last)) {
                    whole = false;
                    break;
                }
            }
            selection.neverStarted().ifPresent(problem -> run.events().tell(new RunEvent.Complained(problem)));
        });
    }

    /** Runs plays that were made in memory, such as one module on a pattern. */
    public RunOutcome runPlays(List<Play> plays) {
        return ending(() -> {
            missing.refuse(plays);
            whole = runAll(plays);
        });
    }

    /**
     * Stops the run: no task begins any more, connections are closed, and {@link #run} returns within two seconds, having told what was
     * not done. May be called from any thread.
     */
    public void interrupt() {
        run.interruption().request();
        run.connector().close();
    }

    private boolean runAll(List<Play> plays) {
        for (Play play : plays) {
            if (run.interruption().requested() || !new PlayBatches(run, play, selection).run()) {
                return false;
            }
        }
        return true;
    }

    private RunOutcome ending(Runnable work) {
        boolean complete = false;
        try {
            work.run();
            complete = true;
        } finally {
            Optional<NotDone> notDone = complete && !run.interruption().requested()
                    ? Optional.empty()
                    : Optional.of(run.unfinished().report());
            run.events()
                    .end(new RunEvent.RunEnded(
                            run.events().counts(),
                            notDone,
                            whole && notDone.isEmpty(),
                            run.clock().instant()));
            run.connector().close();
        }
        return outcome();
    }

    private RunOutcome outcome() {
        if (run.interruption().requested()) {
            return RunOutcome.INTERRUPTED;
        }
        Map<String, RunEvent.Counts> counts = run.events().counts();
        counts.keySet().retainAll(run.lost());
        if (counts.values().stream().anyMatch(host -> host.unreachable() > 0)) {
            return RunOutcome.UNREACHABLE;
        }
        return run.lost().isEmpty() ? RunOutcome.OK : RunOutcome.FAILED;
    }
}
