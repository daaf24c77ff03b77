package io.slipway.cli;

import io.slipway.automation.engine.AdHoc;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.playbook.Play;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code slipway exec}: one module on many hosts, as {@code ansible}. */
final class ExecCommand implements Action {

    private final Console console;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final Printers printers;

    private final RunFlags flags;
    private final Given<String> pattern;
    private final Given<String> module;
    private final Given<String> arguments;
    private final Given<Integer> background;
    private final Given<Integer> poll;
    private final Given<Boolean> oneLine;
    private final Given<Boolean> listHosts;
    private final Given<Path> tree;
    private final OutputOptions output;

    ExecCommand(
            Syntax syntax,
            RunFlags flags,
            Console console,
            PlaybookRuns runs,
            RunSettings settings,
            Printers printers) {
        this.printers = printers;
        this.console = console;
        this.runs = runs;
        this.settings = settings;
        this.flags = flags;
        pattern = syntax.operand("PATTERN", "which hosts, such as all or compute:!dgx01");
        module = syntax.option("-m, --module-name", "MODULE", "what to do (default: ansible.cfg's, else command)");
        arguments =
                syntax.option("-a, --args", "ARGS", "its arguments: key=value words, a bare string, or a JSON mapping");
        background = syntax.option(
                "-B, --background", "SECONDS", Reading.NUMBER, "leave it working on the nodes, at most so long");
        poll = syntax.option(
                "-P, --poll",
                "SECONDS",
                Reading.NUMBER,
                "with -B: how often to look whether it is done (default: ansible.cfg's, else 15); 0 for never");
        oneLine = syntax.flag("-o, --one-line", "one line for each host");
        listHosts = syntax.flag("--list-hosts", "only say on which hosts");
        tree = syntax.option("-t, --tree", "FOLDER", Reading.FILE, "also write each host's result into a file there");
        output = new OutputOptions(syntax);
    }

    private Optional<AdHoc.Background> background() {
        return background
                .last()
                .filter(seconds -> seconds != 0)
                .map(seconds -> new AdHoc.Background(seconds, poll.or(settings.pollInterval())));
    }

    @Override
    public int run() {
        RunOptions options = settings.options(flags, RunSettings.Tags.ALL, Optional.empty(), false);
        if (options.verbosity() > 0 && !output.json()) {
            console.line(settings.source());
        }
        Inventory inventory = runs.inventory(flags);
        List<String> hosts = runs.targets(inventory, pattern.or(""), flags.limit.last());
        if (hosts.isEmpty()) {
            console.warn("No hosts matched, nothing to do");
        }
        if (listHosts.present()) {
            console.line("  hosts (" + hosts.size() + "):");
            hosts.forEach(host -> console.line("    " + host));
            return 0;
        }
        Play play = AdHoc.play(
                runs.loader(options),
                pattern.or(""),
                module.or(settings.module()),
                arguments.or(settings.moduleArguments()),
                background());
        List<RunListener> printing = printers.ofModule(output, oneLine.present(), tree.last(), options);
        return runs.runPlays(inventory, List.of(play), options, printing).status();
    }
}
