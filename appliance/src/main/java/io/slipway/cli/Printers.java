package io.slipway.cli;

import io.slipway.automation.config.OutputSettings;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.cli.output.BottomLine;
import io.slipway.cli.output.BusyHosts;
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
import java.util.function.Supplier;

/** What listens to a run and writes about it: the command line says what, then the configuration. */
final class Printers {

    private final Console console;
    private final Supplier<OutputSettings> configured;
    private final InstantSource time;
    private final Path home;
    private final BottomLine bottom;

    /**
     * @param configured asked for when a run begins: a mistake in it is none for other commands
     * @param home of the user, where reports lie when nobody says where
     * @param bottom tells whom a run waits for, when a person is watching
     */
    Printers(Console console, Supplier<OutputSettings> configured, InstantSource time, Path home, BottomLine bottom) {
        this.console = console;
        this.configured = configured;
        this.time = time;
        this.home = home;
        this.bottom = bottom;
    }

    /** Whether a run prints text, so that other text may stand beside it. */
    boolean areText(OutputOptions options) {
        return !form(options).equals("json");
    }

    private String form(OutputOptions options) {
        return options.json() ? "json" : configured.get().callback();
    }

    List<RunListener> ofRun(OutputOptions options, RunOptions run) {
        List<RunListener> all = new ArrayList<>();
        results(form(options), run).ifPresent(all::add);
        all.addAll(extras(options));
        return watched(all);
    }

    /** Of a run that is a part of something else: always as text. */
    List<RunListener> asText(RunOptions run) {
        Look look = new Look(configured.get(), run.verbosity(), run.check());
        return watched(List.of(new TextOutput(console.paper(), console.errors(), look)));
    }

    private List<RunListener> watched(List<RunListener> printing) {
        return console.terminal()
                ? List.of(new BusyHosts(printing, bottom, console.oneLine(), time).following())
                : printing;
    }

    private Optional<RunListener> results(String form, RunOptions run) {
        Look look = new Look(configured.get(), run.verbosity(), run.check());
        return switch (form) {
            case "json" ->
                Optional.of(new JsonOutput(
                        console.out(), UUID::randomUUID, time, configured.get().customStats()));
            case "minimal" -> Optional.of(new MinimalOutput(console.paper(), console.errors(), false, look));
            case "oneline" -> Optional.of(new MinimalOutput(console.paper(), console.errors(), true, look));
            case "null" -> Optional.empty();
            default -> Optional.of(new TextOutput(console.paper(), console.errors(), look));
        };
    }

    List<RunListener> ofModule(OutputOptions options, boolean oneLine, Optional<Path> tree, RunOptions run) {
        String form = form(options);
        boolean followed = options.json() || (configured.get().ofModules() && !form.equals("default"));
        String usual = followed ? form : "minimal";
        List<RunListener> all = new ArrayList<>();
        results(oneLine && !options.json() ? "oneline" : usual, run).ifPresent(all::add);
        tree.ifPresent(folder -> all.add(new TreeOutput(folder, console::warn)));
        return watched(all);
    }

    /** What stands beside a document in JSON goes to the errors. */
    private List<RunListener> extras(OutputOptions options) {
        OutputSettings settings = configured.get();
        List<RunListener> extras = new ArrayList<>();
        var paper = areText(options) ? console.paper() : console.errors();
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
