package io.slipway.cli;

import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.playbook.PlaybookListing;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** {@code slipway run}: as {@code ansible-playbook}. */
final class RunCommand implements Action {

    private static final String EXIT_CODES = """
            Exit codes:
              0    all went well
              1    a mistake in the input, or another error
              2    a task failed on a host
              4    a host could not be reached
              99   it was interrupted
            """;

    private final Console console;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final Printers printers;
    private final Supplier<Path> home;
    private final Optional<UnaryOperator<String>> ask;

    private final RunFlags flags;
    private final Given<Path> playbooks;
    private final Given<String> tags;
    private final Given<String> skipTags;
    private final Given<String> startAtTask;
    private final Given<Boolean> step;
    private final Given<Boolean> forceHandlers;
    private final Given<Boolean> listHosts;
    private final Given<Boolean> listTasks;
    private final Given<Boolean> listTags;
    private final Given<Boolean> syntaxCheck;
    private final Given<Boolean> flushCache;
    private final OutputOptions output;

    /** @param ask asks the person at the terminal; empty when there is none */
    RunCommand(
            Syntax syntax,
            RunFlags flags,
            Console console,
            PlaybookRuns runs,
            RunSettings settings,
            Printers printers,
            Supplier<Path> home,
            Optional<UnaryOperator<String>> ask) {
        this.ask = ask;
        this.console = console;
        this.runs = runs;
        this.settings = settings;
        this.printers = printers;
        this.home = home;
        this.flags = flags;
        playbooks = syntax.operand("PLAYBOOK...", Reading.FILE, "playbooks, run in this order");
        tags = syntax.listed("-t, --tags", "TAG", "only what has one of these tags");
        skipTags = syntax.listed("--skip-tags", "TAG", "not what has one of these tags");
        startAtTask = syntax.option("--start-at-task", "NAME", "begin with the first task of this name");
        step = syntax.flag("--step", "ask before each task whether to do it");
        forceHandlers = syntax.flag("--force-handlers", "run handlers even where a task failed");
        listHosts = syntax.flag("--list-hosts", "only say on which hosts");
        listTasks = syntax.flag("--list-tasks", "only say which tasks");
        listTags = syntax.flag("--list-tags", "only say which tags there are");
        syntaxCheck = syntax.flag("--syntax-check", "only look for mistakes in the playbooks");
        flushCache = syntax.flag("--flush-cache", "first forget the facts that earlier runs kept");
        output = new OutputOptions(syntax);
        syntax.footer(EXIT_CODES);
    }

    @Override
    public int run() {
        playbooks.all().forEach(RunCommand::mustExist);
        RunOptions options = settings.options(flags, selection(), startAtTask.last(), forceHandlers.present());
        Inventory inventory = runs.inventory(flags);
        runs.targets(inventory, "all", flags.limit.last());
        if (flushCache.present()) {
            inventory.hosts().forEach(runs.facts()::forget);
        }
        Set<PlaybookListing.Part> parts = listed();
        if (syntaxCheck.present() || !parts.isEmpty()) {
            return list(inventory, options, parts);
        }
        if (options.verbosity() > 0 && printers.areText(output)) {
            console.line(settings.source());
        }
        PlaybookRunner.Gate gate = gate();
        Optional<Journal> journal = Journal.ifPossible(home.get(), playbooks.all(), options.check(), console);
        List<RunListener> listeners = Stream.concat(journal.stream(), printers.ofRun(output, options).stream())
                .toList();
        return runs.run(
                        inventory,
                        playbooks.all(),
                        options,
                        gate,
                        journal.<Notices>map(its -> its).orElse(Notices.FORGOTTEN),
                        listeners)
                .status();
    }

    private PlaybookRunner.Gate gate() {
        if (!step.present()) {
            return PlaybookRunner.Gate.OPEN;
        }
        return new StepByStep(
                ask.orElseThrow(() -> new CommandException(
                        Problem.of("--step asks before each task, but there is no terminal to ask at")
                                .hint("leave --step out, or choose tasks with --tags or --start-at-task"))),
                console.paper());
    }

    private RunSettings.Tags selection() {
        return settings.tags(tags.all(), skipTags.all());
    }

    private static void mustExist(Path playbook) {
        if (!Files.isRegularFile(playbook)) {
            throw new CommandException(Problem.of("the playbook " + playbook + " could not be found")
                    .because("looked for " + playbook.toAbsolutePath()));
        }
    }

    private Set<PlaybookListing.Part> listed() {
        Set<PlaybookListing.Part> parts = EnumSet.noneOf(PlaybookListing.Part.class);
        if (listHosts.present()) {
            parts.add(PlaybookListing.Part.HOSTS);
        }
        if (listTasks.present()) {
            parts.add(PlaybookListing.Part.TASKS);
        }
        if (listTags.present()) {
            parts.add(PlaybookListing.Part.TAGS);
        }
        return parts;
    }

    private int list(Inventory inventory, RunOptions options, Set<PlaybookListing.Part> parts) {
        PlaybookLoader loader = runs.loader(options);
        PlaybookListing listing = new PlaybookListing(
                parts,
                TagSelection.of(options.tags(), options.skipTags()),
                play -> runs.head(inventory, options, play));
        for (Path playbook : playbooks.all()) {
            var plays = syntaxCheck.present() ? loader.check(playbook) : loader.load(playbook);
            if (parts.isEmpty()) {
                console.line("\nplaybook: " + playbook);
            } else {
                console.out().print(listing.of(playbook.toString(), plays));
                console.out().flush();
            }
        }
        return 0;
    }
}
