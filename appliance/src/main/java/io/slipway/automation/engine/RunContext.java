package io.slipway.automation.engine;

import io.slipway.automation.engine.lookup.Lookups;
import io.slipway.automation.engine.variables.Conditions;
import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.SourceFiles;
import io.slipway.automation.transport.Connector;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What all plays of one run share.
 *
 * @param environment of this side, for {@code lookup('env')}
 * @param random must not be guessable
 * @param hosts what is known about each
 * @param lost hosts that failed or could not be reached: later plays leave them out
 */
record RunContext(
        RunOptions options,
        LiveInventory inventory,
        SourceFiles files,
        PlaybookLoader loader,
        ModuleCatalogue modules,
        TaskModules taskModules,
        Connector connector,
        Clock clock,
        RandomGenerator random,
        PlaybookRunner.Sleeper sleeper,
        PlaybookRunner.Gate gate,
        Prompter prompter,
        FactCache facts,
        Map<String, String> environment,
        Templating templating,
        Conditions conditions,
        Lookups lookups,
        Events events,
        Interruption interruption,
        Unfinished unfinished,
        Notices notices,
        ConcurrentHashMap<String, KnownHost> hosts,
        Set<String> lost) {

    /** The content of a file with variables. */
    YamlNode yaml(Path file) {
        return YamlReader.read(file.toString(), files.read(file));
    }

    /** {@code lookup}, {@code query} and {@code q}, for a task that looks for files in certain places. */
    Map<String, Function<Variables, @Nullable Object>> functions(SearchPath searchPath, String kind) {
        Function<Variables, @Nullable Object> query =
                asking -> lookups.query(new TaskSurroundings(this, asking, searchPath, kind));
        return Map.of(
                "lookup",
                asking -> lookups.lookup(new TaskSurroundings(this, asking, searchPath, kind)),
                "query",
                query,
                "q",
                query);
    }

    KnownHost host(String name) {
        return hosts.computeIfAbsent(name, this::known);
    }

    private KnownHost known(String name) {
        KnownHost host = KnownHost.named(name, options.variables().injectFacts());
        facts.load(name).ifPresent(host.facts()::learn);
        return host;
    }
}
