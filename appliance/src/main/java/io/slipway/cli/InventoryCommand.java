package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.Unsaid;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.automation.inventory.InventoryReport;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code slipway inventory}: hosts, groups and variables as they are resolved, printed as {@code ansible-inventory} prints them. */
final class InventoryCommand implements Action {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<String, String> environment;
    private final Path workingDirectory;
    private final Function<String, Optional<Secret>> ask;

    private final VaultOptions vault;
    private final Given<String> inventories;
    private final Given<Boolean> list;
    private final Given<String> host;
    private final Given<Boolean> graph;
    private final Given<Boolean> yaml;
    private final Given<Boolean> toml;
    private final Given<Path> file;
    private final Given<String> extraVars;
    private final Given<Boolean> export;
    private final Given<Boolean> vars;
    private final Given<Path> playbookDirectory;
    private final Given<String> group;

    /**
     * @param environment of the process, for {@code ANSIBLE_INVENTORY} and its like
     * @param workingDirectory where {@code ansible.cfg} is looked for
     * @param ask asks the person at the terminal for a password; empty when there is none
     */
    InventoryCommand(
            Syntax syntax,
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
        vault = new VaultOptions(syntax);
        inventories = syntax.options("-i, --inventory, --inventory-file", "INVENTORY", RunFlags.INVENTORY_HELP);
        list = syntax.flag("--list", "all hosts and groups, with the variables of each host");
        host = syntax.option("--host", "HOST", "the variables of one host");
        graph = syntax.flag("--graph", "a tree of groups and hosts");
        yaml = syntax.flag("-y, --yaml", "YAML instead of JSON");
        toml = syntax.flag("--toml", "TOML instead of JSON");
        file = syntax.option("--output", "FILE", Reading.FILE, "write into this file instead of printing");
        extraVars = syntax.options("-e, --extra-vars", "VARS", RunFlags.VARIABLES_HELP);
        syntax.flag("-v, --verbose", "accepted for scripts that give it; says nothing more");
        export = syntax.flag("--export", "with --list: variables stand where they are set, not merged");
        vars = syntax.flag("--vars", "with --graph: show variables too");
        playbookDirectory =
                syntax.option("--playbook-dir", "FOLDER", Reading.FILE, "take group_vars and host_vars from here too");
        group = syntax.operand("[GROUP]", "where the graph starts (default: all)");
    }

    @Override
    public int run() {
        long actions = Stream.of(list, host, graph).filter(Given::present).count();
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
                export.present() || unsaid.exports(),
                playbookDirectory.last().or(unsaid::playbookDirectory),
                ExtraVariables.read(extraVars.all(), opened),
                scalar -> encrypted(scalar, opened));
        print(answer(report));
        return 0;
    }

    private String answer(InventoryReport report) {
        if (graph.present()) {
            Expression text = engine().parseExpression("value | string", Position.in("<graph>"));
            return report.graph(group.or("all"), vars.present(), value -> printed(text, value));
        }
        if (host.present()) {
            return document(report.host(host.or("")));
        }
        return document(yaml.present() ? report.nested() : toml.present() ? report.tables() : report.list());
    }

    private String document(Map<String, @Nullable Object> values) {
        if (yaml.present()) {
            Expression written = engine().parseExpression("value | to_nice_yaml(indent=2)", Position.in("<inventory>"));
            return printed(written, values);
        }
        return toml.present() ? TomlText.of(values) : Json.pretty(values);
    }

    private void print(String text) {
        Optional<Path> named = file.last();
        if (named.isEmpty()) {
            out.print(text.endsWith("\n") ? text : text + "\n");
            out.flush();
            return;
        }
        Path target = named.get();
        try {
            Files.writeString(target, text);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.of("Unable to write to destination file (" + target + ")")
                            .at(Position.in(target.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** Only a drawing shows what it holds. */
    private Object encrypted(YamlNode.Scalar scalar, Vault opened) {
        if (graph.present()) {
            return opened.text(scalar.text(), scalar.at());
        }
        return yaml.present() ? scalar : Map.of("__ansible_vault", scalar.text());
    }

    private List<String> sources(AnsibleConfig config) {
        if (inventories.present()) {
            return inventories.all();
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
