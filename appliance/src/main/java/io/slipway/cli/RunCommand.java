package io.slipway.cli;

import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.playbook.PlaybookListing;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.common.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway run}: as {@code ansible-playbook}. */
@Command(
        name = "run",
        description = "Run playbooks over SSH. Options, output and exit codes are those of ansible-playbook.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all went well",
            "1:a mistake in the input, or another error",
            "2:a task failed on a host",
            "4:a host could not be reached",
            "99:it was interrupted"
        },
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class RunCommand implements Callable<Integer> {

    private final Console console;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final Printers printers;
    private final Supplier<Path> home;
    private final Optional<UnaryOperator<String>> ask;

    @Mixin
    private RunFlags flags;

    @Parameters(arity = "1..*", paramLabel = "PLAYBOOK", description = "playbooks, run in this order")
    private List<Path> playbooks;

    @Option(
            names = {"-t", "--tags"},
            split = ",",
            paramLabel = "TAG",
            description = "only what has one of these tags")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--skip-tags", split = ",", paramLabel = "TAG", description = "not what has one of these tags")
    private List<String> skipTags = new ArrayList<>();

    @Option(names = "--start-at-task", paramLabel = "NAME", description = "begin with the first task of this name")
    private @Nullable String startAtTask;

    @Option(names = "--step", description = "ask before each task whether to do it")
    private boolean step;

    @Option(names = "--force-handlers", description = "run handlers even where a task failed")
    private boolean forceHandlers;

    @Option(names = "--list-hosts", description = "only say on which hosts")
    private boolean listHosts;

    @Option(names = "--list-tasks", description = "only say which tasks")
    private boolean listTasks;

    @Option(names = "--list-tags", description = "only say which tags there are")
    private boolean listTags;

    @Option(names = "--syntax-check", description = "only look for mistakes in the playbooks")
    private boolean syntaxCheck;

    @Mixin
    private OutputOptions output;

    /** @param ask asks the person at the terminal; empty when there is none */
    RunCommand(
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
    }

    @Override
    public Integer call() {
        playbooks.forEach(RunCommand::mustExist);
        RunOptions options = settings.options(flags, selection(), startAtTask, forceHandlers);
        Inventory inventory = runs.inventory(flags);
        runs.targets(inventory, "all", flags.limit());
        if (flushCache) {
            inventory.hosts().forEach(runs.facts()::forget);
        }
        Set<PlaybookListing.Part> parts = listed();
        if (syntaxCheck || !parts.isEmpty()) {
            return list(inventory, options, parts);
        }
        if (options.verbosity() > 0 && printers.areText(output)) {
            console.line(settings.source());
        }
        PlaybookRunner.Gate gate = gate();
        Optional<Journal> journal = Journal.ifPossible(home.get(), playbooks, options.check(), console);
        List<RunListener> listeners = Stream.concat(journal.stream(), printers.ofRun(output, options).stream())
                .toList();
        return runs.run(
                        inventory,
                        playbooks,
                        options,
                        gate,
                        journal.<Notices>map(its -> its).orElse(Notices.FORGOTTEN),
                        listeners)
                .status();
    }

    private PlaybookRunner.Gate gate() {
        if (!step) {
            return PlaybookRunner.Gate.OPEN;
        }
        return new StepByStep(
                ask.orElseThrow(() -> new CommandException(
                        Problem.of("--step asks before each task, but there is no terminal to ask at")
                                .hint("leave --step out, or choose tasks with --tags or --start-at-task"))),
                console.paper());
    }

    @Option(names = "--flush-cache", description = "first forget the facts that earlier runs kept")
    private boolean flushCache;

    private RunSettings.Tags selection() {
        return settings.tags(tags, skipTags);
    }

    private static void mustExist(Path playbook) {
        if (!Files.isRegularFile(playbook)) {
            throw new CommandException(Problem.of("the playbook " + playbook + " could not be found")
                    .because("looked for " + playbook.toAbsolutePath()));
        }
    }

    private Set<PlaybookListing.Part> listed() {
        Set<PlaybookListing.Part> parts = EnumSet.noneOf(PlaybookListing.Part.class);
        if (listHosts) {
            parts.add(PlaybookListing.Part.HOSTS);
        }
        if (listTasks) {
            parts.add(PlaybookListing.Part.TASKS);
        }
        if (listTags) {
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
        for (Path playbook : playbooks) {
            var plays = syntaxCheck ? loader.check(playbook) : loader.load(playbook);
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
