package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.Unsaid;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.automation.inventory.InventoryReport;
import io.slipway.cli.output.TomlText;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.json.Json;
import io.slipway.common.template.Expression;
import io.slipway.common.template.Scope;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.yaml.YamlNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway inventory}: hosts, groups and variables as they are resolved, printed as {@code ansible-inventory} prints them. */
@Command(name = "inventory", description = "Show the resolved inventory.", mixinStandardHelpOptions = true)
public final class InventoryCommand implements Callable<Integer> {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Function<String, Optional<Secret>> ask;

    @Mixin
    VaultOptions vault = new VaultOptions();

    @Option(
            names = {"-i", "--inventory", "--inventory-file"},
            paramLabel = "INVENTORY",
            description = "inventory file, folder, script, or a list of hosts with a comma; may be repeated")
    List<String> inventories = new ArrayList<>();

    @Option(names = "--list", description = "all hosts and groups, with the variables of each host")
    boolean list;

    @Option(names = "--host", paramLabel = "HOST", description = "the variables of one host")
    @Nullable
    String host;

    @Option(names = "--graph", description = "a tree of groups and hosts")
    boolean graph;

    @Option(
            names = {"-y", "--yaml"},
            description = "YAML instead of JSON")
    boolean yaml;

    @Option(names = "--toml", description = "TOML instead of JSON")
    boolean toml;

    @Option(names = "--output", paramLabel = "FILE", description = "write into this file instead of printing")
    @Nullable
    Path file;

    @Option(
            names = {"-e", "--extra-vars"},
            paramLabel = "VARS",
            description =
                    "variables that win over all others: key=value, a YAML or JSON mapping, or @file; may be repeated")
    List<String> extraVars = new ArrayList<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "accepted for scripts that give it; says nothing more")
    boolean[] verbose = new boolean[0];

    @Option(names = "--export", description = "with --list: variables stand where they are set, not merged")
    boolean export;

    @Option(names = "--vars", description = "with --graph: show variables too")
    boolean vars;

    @Option(
            names = "--playbook-dir",
            paramLabel = "FOLDER",
            description = "take group_vars and host_vars from here too")
    @Nullable
    Path playbookDirectory;

    @Parameters(arity = "0..1", paramLabel = "GROUP", description = "where the graph starts (default: all)")
    @Nullable
    String group;

    /**
     * @param environment of the process, for {@code ANSIBLE_INVENTORY} and its like
     * @param workingDirectory where {@code ansible.cfg} is looked for
     * @param ask asks the person at the terminal for a password; empty when there is none
     */
    public InventoryCommand(
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            Path workingDirectory,
            Function<String, Optional<Secret>> ask) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.workingDirectory = workingDirectory;
        this.ask = ask;
    }

    @Override
    public Integer call() {
        long actions =
                Stream.of(list, host != null, graph).filter(given -> given).count();
        if (actions != 1) {
            throw new CommandException(
                    Problem.of(actions == 0 ? "nothing to show was asked for" : "only one thing can be shown at a time")
                            .hint("give one of --list, --host HOST and --graph"));
        }
        AnsibleConfig config = AnsibleConfig.find(workingDirectory, environment, this::warn);
        Unsaid unsaid = config.unsaid();
        Vault opened = new VaultAccess(config, ask, this::warn).open(vault);
        InventoryReport report = new InventoryReport(
                new InventoryLoader(this::warn, opened::read, config.inventorySettings()),
                sources(config),
                export || unsaid.exports(),
                Optional.ofNullable(playbookDirectory).or(unsaid::playbookDirectory),
                ExtraVariables.read(extraVars, opened),
                scalar -> encrypted(scalar, opened));
        print(answer(report));
        return 0;
    }

    private String answer(InventoryReport report) {
        if (graph) {
            Expression text = engine().parseExpression("value | string", Position.in("<graph>"));
            return report.graph(group == null ? "all" : group, vars, value -> printed(text, value));
        }
        if (host != null) {
            return document(report.host(host));
        }
        return document(yaml ? report.nested() : toml ? report.tables() : report.list());
    }

    private String document(Map<String, @Nullable Object> values) {
        if (yaml) {
            Expression written = engine().parseExpression("value | to_nice_yaml(indent=2)", Position.in("<inventory>"));
            return printed(written, values);
        }
        return toml ? TomlText.of(values) : Json.pretty(values);
    }

    private void print(String text) {
        if (file == null) {
            out.print(text.endsWith("\n") ? text : text + "\n");
            out.flush();
            return;
        }
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.of("Unable to write to destination file (" + file + ")")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** Only a drawing shows what it holds. */
    private Object encrypted(YamlNode.Scalar scalar, Vault opened) {
        if (graph) {
            return opened.text(scalar.text(), scalar.at());
        }
        return yaml ? scalar : Map.of("__ansible_vault", scalar.text());
    }

    private List<String> sources(AnsibleConfig config) {
        if (!inventories.isEmpty()) {
            return inventories;
        }
        List<String> configured = config.inventory();
        if (configured.isEmpty() && config.unsaid().unparsedWarning()) {
            warn("No inventory was parsed, only implicit localhost is available");
        }
        return configured;
    }

    private static String printed(Expression expression, @Nullable Object value) {
        return String.valueOf(expression.evaluate(Scope.of(Collections.singletonMap("value", value))));
    }

    private static TemplateEngine engine() {
        return TemplateEngine.builder().build();
    }

    private void warn(String text) {
        err.println("[WARNING]: " + text);
        err.flush();
    }
}
