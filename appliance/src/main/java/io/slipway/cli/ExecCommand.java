package io.slipway.cli;

import io.slipway.automation.engine.AdHoc;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.playbook.Play;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway exec}: one module on many hosts, as {@code ansible}. */
@Command(
        name = "exec",
        description = "Run one module on the hosts of a pattern. Options, output and exit codes are those of ansible.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init")
final class ExecCommand implements Callable<Integer> {

    private final Console console;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final Printers printers;

    @Mixin
    private RunFlags flags;

    @Parameters(index = "0", paramLabel = "PATTERN", description = "which hosts, such as all or compute:!dgx01")
    private String pattern;

    @Option(
            names = {"-m", "--module-name"},
            paramLabel = "MODULE",
            description = "what to do (default: ansible.cfg's, else command)")
    private @Nullable String module;

    @Option(
            names = {"-a", "--args"},
            paramLabel = "ARGS",
            description = "its arguments: key=value words, a bare string, or a JSON mapping")
    private @Nullable String arguments;

    @Option(
            names = {"-o", "--one-line"},
            description = "one line for each host")
    private boolean oneLine;

    @Option(names = "--list-hosts", description = "only say on which hosts")
    private boolean listHosts;

    @Option(
            names = {"-t", "--tree"},
            paramLabel = "FOLDER",
            description = "also write each host's result into a file there")
    private @Nullable Path tree;

    @Mixin
    private OutputOptions output;

    ExecCommand(Console console, PlaybookRuns runs, RunSettings settings, Printers printers) {
        this.printers = printers;
        this.console = console;
        this.runs = runs;
        this.settings = settings;
    }

    @Override
    public Integer call() {
        RunOptions options = settings.options(flags, RunSettings.Tags.ALL, null, false);
        if (options.verbosity() > 0 && !output.json()) {
            console.line(settings.source());
        }
        Inventory inventory = runs.inventory(flags);
        List<String> hosts = runs.targets(inventory, pattern, flags.limit());
        if (hosts.isEmpty()) {
            console.warn("No hosts matched, nothing to do");
        }
        if (listHosts) {
            console.line("  hosts (" + hosts.size() + "):");
            hosts.forEach(host -> console.line("    " + host));
            return 0;
        }
        Play play = AdHoc.play(
                runs.loader(options),
                pattern,
                module == null ? settings.module() : module,
                arguments == null ? settings.moduleArguments() : arguments);
        List<RunListener> printing = printers.ofModule(output, oneLine, Optional.ofNullable(tree), options);
        return runs.runPlays(inventory, List.of(play), options, printing).status();
    }
}
