package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.DiskFiles;
import io.slipway.automation.engine.CatalogueNames;
import io.slipway.automation.engine.FactCache;
import io.slipway.automation.engine.JsonFactCache;
import io.slipway.automation.engine.LoadTimeTemplates;
import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.automation.engine.Prompter;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.engine.RunOutcome;
import io.slipway.automation.engine.lookup.FileFilters;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.automation.inventory.Limit;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.ContentPaths;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.PlaybookListing;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.SourceFiles;
import io.slipway.automation.playbook.StaticTemplates;
import io.slipway.automation.transport.Connector;
import io.slipway.automation.transport.RoutingConnector;
import io.slipway.automation.transport.local.LocalConnector;
import io.slipway.automation.transport.ssh.SshConnector;
import io.slipway.automation.transport.ssh.SshUser;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The automation wing, put together for one command. */
final class PlaybookRuns {

    private static final Set<String> LOCALHOST = Set.of("127.0.0.1", "localhost", "::1");
    private static final int HANDSHAKES_AT_ONCE = 32;

    private final Supplier<Map<String, String>> environment;
    private final AnsibleConfig config;
    private final Console console;
    private final Prompter person;
    private final SecureRandom random = new SecureRandom();
    private final Supplier<Vault> vault;
    private final Supplier<List<Path>> libraries;
    private final ModuleCatalogue modules = BuiltinModules.catalogue();

    /**
     * @param environment what lookups of playbooks see; asked for when a run begins, after the command line was read
     * @param libraries folders with modules that the command line names, looked at before others
     */
    PlaybookRuns(
            Supplier<Map<String, String>> environment,
            AnsibleConfig config,
            Console console,
            Prompter person,
            Supplier<Vault> vault,
            Supplier<List<Path>> libraries) {
        this.environment = environment;
        this.config = config;
        this.console = console;
        this.person = person;
        this.vault = vault;
        this.libraries = libraries;
    }

    ModuleCatalogue modules() {
        return modules;
    }

    Inventory inventory(RunFlags flags) {
        return inventory(flags, List.of());
    }

    /** @param usual where it is when nobody names one; empty to have {@code ansible.cfg} say it */
    Inventory inventory(RunFlags flags, List<String> usual) {
        List<String> otherwise = usual.isEmpty() ? config.inventory() : usual;
        List<String> sources = flags.inventories.present() ? flags.inventories.all() : otherwise;
        if (sources.isEmpty() && config.unsaid().unparsedWarning()) {
            console.warn("No inventory was parsed, only implicit localhost is available");
        }
        Set<String> said = ConcurrentHashMap.newKeySet();
        Consumer<String> once = warning -> {
            if (said.add(warning)) {
                console.warn(warning);
            }
        };
        return new InventoryLoader(once, vault.get()::read, config.inventorySettings()).load(sources);
    }

    /**
     * The hosts that a pattern and a limit choose together. An inventory without hosts is odd, but not wrong.
     *
     * @throws CommandException when the limit leaves none of those that there are
     */
    List<String> targets(Inventory inventory, String pattern, Optional<String> limit) {
        if (inventory.hosts().isEmpty()
                && !LOCALHOST.contains(pattern)
                && config.unsaid().localhostWarning()) {
            console.warn("provided hosts list is empty, only localhost is available."
                    + " Note that the implicit localhost does not match 'all'");
        }
        List<String> hosts = Limit.of(limit).leaves(inventory.select(pattern), inventory::select);
        if (hosts.isEmpty() && limit.isPresent() && !inventory.hosts().isEmpty()) {
            throw new CommandException(
                    Problem.of("Specified inventory, host pattern and/or --limit leaves us with no hosts to target")
                            .because("--limit " + limit.get())
                            .hint("'slipway inventory --graph' shows which hosts and groups there are"));
        }
        return hosts;
    }

    PlaybookLoader loader(RunOptions options) {
        List<Path> modulePaths = Stream.concat(libraries.get().stream(), config.library().stream())
                .toList();
        return new PlaybookLoader(
                files(),
                new CatalogueNames(modules),
                statics(options),
                new ContentPaths(config.rolesPath(), config.collectionsPath(), modulePaths));
    }

    /** What only the inventory and the variables of the command line can tell about a play, for {@code --list-*}. */
    PlaybookListing.Head head(Inventory inventory, RunOptions options, Play play) {
        StaticTemplates statics = statics(options);
        List<String> patterns = scalars(play.hosts()).stream()
                .flatMap(scalar -> statics.items(scalar, Map.of()).stream())
                .toList();
        List<String> hosts = inventory.select(String.join(",", patterns));
        String name = play.keyword(Keyword.NAME)
                .map(node -> statics.render((YamlNode.Scalar) node, Map.of()))
                .orElseGet(() -> scalars(play.hosts()).stream()
                        .map(scalar -> statics.render(scalar, Map.of()))
                        .collect(Collectors.joining(",")));
        return new PlaybookListing.Head(
                name, patterns, Limit.of(options.limit()).leaves(hosts, inventory::select));
    }

    private static List<YamlNode.Scalar> scalars(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> List.of(scalar);
            case YamlNode.Sequence list ->
                list.items().stream().flatMap(item -> scalars(item).stream()).toList();
            case YamlNode.Mapping map -> List.of();
        };
    }

    private StaticTemplates statics(RunOptions options) {
        TemplateEngine.Builder templates = FileFilters.addTo(TemplateEngine.builder(), environment.get());
        return new LoadTimeTemplates(templates, random, options.extraVars(), vault.get());
    }

    private SourceFiles files() {
        return new DiskFiles(vault.get());
    }

    /** Runs playbooks to their end, or to Ctrl-C. */
    RunOutcome run(
            Inventory inventory,
            List<Path> playbooks,
            RunOptions options,
            PlaybookRunner.Gate gate,
            Notices notices,
            List<RunListener> listeners) {
        return supervised(inventory, options, gate, notices, listeners, runner -> runner.run(playbooks));
    }

    /** Runs plays made in memory. */
    RunOutcome runPlays(Inventory inventory, List<Play> plays, RunOptions options, List<RunListener> listeners) {
        return supervised(
                inventory,
                options,
                PlaybookRunner.Gate.OPEN,
                Notices.FORGOTTEN,
                listeners,
                runner -> runner.runPlays(plays));
    }

    private RunOutcome supervised(
            Inventory inventory,
            RunOptions options,
            PlaybookRunner.Gate gate,
            Notices notices,
            List<RunListener> listeners,
            Function<PlaybookRunner, RunOutcome> work) {
        PlaybookRunner.Parts parts = new PlaybookRunner.Parts(
                inventory,
                files(),
                loader(options),
                modules,
                connector(),
                TemplateEngine.builder(),
                random,
                environment.get(),
                Clock.systemUTC(),
                Thread::sleep,
                gate,
                person,
                facts(),
                notices);
        PlaybookRunner runner = new PlaybookRunner(parts, options, RunListener.all(listeners));
        try (OnInterrupt _ = OnInterrupt.stopping(runner::interrupt, console, RunOutcome.INTERRUPTED.status())) {
            return work.apply(runner);
        }
    }

    /** Where facts are kept from run to run, if they are. */
    FactCache facts() {
        String kind = config.factCaching();
        return switch (kind) {
            case "memory" -> FactCache.NONE;
            case "jsonfile" ->
                new JsonFactCache(
                        config.factCachingConnection()
                                .orElseThrow(
                                        () -> new CommandException(Problem.of("fact_caching = jsonfile needs a folder")
                                                .hint("name it with fact_caching_connection"))),
                        config.factCachingPrefix(),
                        config.factCachingTimeout(),
                        InstantSource.system());
            default ->
                throw new CommandException(Problem.of("facts cannot be kept by '" + kind + "'")
                        .hint("fact_caching is memory or jsonfile"));
        };
    }

    /** Nodes that the appliance installed are known before anybody connected to them. */
    private List<Path> known() {
        return Optional.ofNullable(environment.get().get("SLIPWAY_HOME"))
                .map(state -> Path.of(state, BootServing.KNOWN_HOSTS))
                .stream()
                .toList();
    }

    private Connector connector() {
        Path home = Path.of(environment.get().getOrDefault("HOME", "/root"));
        String user = System.getProperty("user.name", "root");
        return new RoutingConnector(
                new SshConnector(
                        new SshUser(home, user, environment.get(), SshUser.SYSTEM, known()),
                        prompt ->
                                person.present() ? Optional.of(new Secret(person.ask(prompt, true))) : Optional.empty(),
                        InstantSource.system(),
                        random,
                        HANDSHAKES_AT_ONCE),
                new LocalConnector(user, random));
    }
}
