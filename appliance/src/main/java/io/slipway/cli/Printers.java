package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.OutputSettings;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.cli.output.JUnitOutput;
import io.slipway.cli.output.JsonOutput;
import io.slipway.cli.output.Look;
import io.slipway.cli.output.MinimalOutput;
import io.slipway.cli.output.ProfileOutput;
import io.slipway.cli.output.TextOutput;
import io.slipway.cli.output.TimerOutput;
import io.slipway.cli.output.TreeOutput;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What listens to a run and writes about it: the command line says what, then the configuration. */
final class Printers {

    private final Console console;
    private final AnsibleConfig config;
    private final InstantSource time;
    private final Path home;

    /** @param home of the user, where reports lie when nobody says where */
    Printers(Console console, AnsibleConfig config, InstantSource time, Path home) {
        this.console = console;
        this.config = config;
        this.time = time;
        this.home = home;
    }

    /** Whether a run prints text, so that other text may stand beside it. */
    boolean isText(OutputOptions options) {
        return !options.json() && !config.output().callback().equals("json");
    }

    List<RunListener> ofRun(OutputOptions options, RunOptions run) {
        OutputSettings settings = config.output();
        Look look = Look.of(settings, run.verbosity(), run.check());
        List<RunListener> all = new ArrayList<>();
        String form = options.json() ? "json" : settings.callback();
        switch (form) {
            case "json" -> all.add(new JsonOutput(console.out(), UUID::randomUUID, time));
            case "minimal" -> all.add(new MinimalOutput(console.paper(), console.errors(), false, look));
            case "oneline" -> all.add(new MinimalOutput(console.paper(), console.errors(), true, look));
            case "null" -> {}
            default -> all.add(new TextOutput(console.paper(), console.errors(), look));
        }
        all.addAll(extras(options, settings));
        return all;
    }

    List<RunListener> ofModule(OutputOptions options, boolean oneLine, Optional<Path> tree, RunOptions run) {
        List<RunListener> all = new ArrayList<>();
        all.add(
                options.json()
                        ? new JsonOutput(console.out(), UUID::randomUUID, time)
                        : new MinimalOutput(
                                console.paper(),
                                console.errors(),
                                oneLine,
                                Look.of(config.output(), run.verbosity(), run.check())));
        tree.ifPresent(folder -> all.add(new TreeOutput(folder, console::warn)));
        return all;
    }

    /** What stands beside a document in JSON goes to the errors. */
    private List<RunListener> extras(OutputOptions options, OutputSettings settings) {
        List<RunListener> extras = new ArrayList<>();
        var paper = isText(options) ? console.paper() : console.errors();
        if (options.profile() || settings.extras().contains("profile_tasks")) {
            extras.add(new ProfileOutput(paper, settings.profile(), ZoneId.systemDefault(), time.instant()));
        }
        if (settings.extras().contains("timer")) {
            extras.add(new TimerOutput(paper, time.instant()));
        }
        if (settings.extras().contains("tree")) {
            Path folder = settings.tree().orElse(home.resolve(".ansible/tree"));
            extras.add(new TreeOutput(folder, console::warn));
        }
        if (options.junit().isPresent()) {
            Path file = options.junit().get();
            extras.add(new JUnitOutput(playbook -> file, settings.junit(), console::warn));
        } else if (settings.extras().contains("junit")
                || settings.junit().folder().isPresent()) {
            Path folder = settings.junit().folder().orElse(home.resolve(".ansible.log"));
            String stamp = String.valueOf(time.millis());
            extras.add(new JUnitOutput(
                    playbook -> folder.resolve(playbook + "-" + stamp + ".xml"), settings.junit(), console::warn));
        }
        return extras;
    }
}
