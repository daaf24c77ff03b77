package io.slipway.automation.engine;

import io.slipway.automation.config.DiskFiles;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.ContentPaths;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Target;
import io.slipway.common.ProblemException;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Where a test plays a playbook: files, hosts, options; what happens is written down as lines of text. */
final class Stage {

    final Path root;
    final FakeInventory inventory = new FakeInventory();
    final FakeConnector connector = new FakeConnector();
    final List<Duration> pauses = new ArrayList<>();
    final Transcript transcript;
    private final ModuleCatalogue modules = new ModuleCatalogue(TestModules.all());
    Notices notices = Notices.FORGOTTEN;
    private DiskFiles files = new DiskFiles();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private RunOptions options = with(RunOptions.defaults(), 1, Map.of());
    private RunOutcome outcome = RunOutcome.OK;
    private Prompter prompter = Prompter.NOBODY;

    Stage(Path root, String... hosts) {
        this.root = root;
        this.transcript = new Transcript(root);
        for (String host : hosts) {
            inventory.host(host, "{}");
        }
    }

    Stage host(String name, String yaml) {
        inventory.host(name, yaml);
        return this;
    }

    Stage group(String name, String... members) {
        inventory.group(name, members);
        return this;
    }

    Stage file(String path, String text) {
        Path file = root.resolve(path);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    Stage vault(Vault vault) {
        files = new DiskFiles(vault);
        return this;
    }

    Stage prompter(Prompter person) {
        prompter = person;
        return this;
    }

    Stage environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Stage options(UnaryOperator<RunOptions> change) {
        options = change.apply(options);
        return this;
    }

    Stage extra(String yaml) {
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        ((YamlNode.Mapping) YamlReader.read("<command line>", yaml))
                .entries()
                .forEach(entry -> variables.put(entry.name(), entry.value()));
        options = with(options, options.forks(), variables);
        return this;
    }

    Stage forks(int forks) {
        options = with(options, forks, options.extraVars());
        return this;
    }

    Stage ssh(SshWords words) {
        options = with(options, options.forks(), options.extraVars(), words);
        return this;
    }

    private static RunOptions with(RunOptions o, int forks, Map<String, YamlNode> extra) {
        return with(o, forks, extra, o.ssh());
    }

    private static RunOptions with(RunOptions o, int forks, Map<String, YamlNode> extra, SshWords ssh) {
        return new RunOptions(
                forks,
                o.limit(),
                o.tags(),
                o.skipTags(),
                extra,
                o.check(),
                o.diff(),
                o.startAtTask(),
                o.forceHandlers(),
                o.become(),
                o.becomeMethod(),
                o.becomeUser(),
                o.becomePassword(),
                o.remoteUser(),
                o.privateKey(),
                o.connectionPassword(),
                o.connection(),
                ssh,
                o.checkHostKey(),
                o.connectTimeout(),
                o.connectRetries(),
                o.verbosity(),
                o.debugger(),
                o.variables(),
                o.unsaid());
    }

    PlaybookLoader loader() {
        return new PlaybookLoader(
                files,
                new CatalogueNames(modules),
                new LoadTimeTemplates(TemplateEngine.builder(), new Random(1), options.extraVars(), files.vault()),
                ContentPaths.NONE);
    }

    PlaybookRunner runner(RunListener listener) {
        return new PlaybookRunner(
                new PlaybookRunner.Parts(
                        inventory,
                        files,
                        loader(),
                        modules,
                        connector,
                        TemplateEngine.builder(),
                        new Random(7),
                        environment,
                        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                        pauses::add,
                        PlaybookRunner.Gate.OPEN,
                        prompter,
                        FactCache.NONE,
                        notices),
                options,
                listener);
    }

    /** Plays a playbook and gives what happened, a line for each event. */
    String play(String playbook) {
        file("site.yml", playbook);
        return watched(() -> runner(transcript).run(List.of(root.resolve("site.yml"))));
    }

    /** Runs one module. */
    String exec(String pattern, String module, String arguments) {
        return watched(() -> runner(transcript)
                .runPlays(List.of(AdHoc.play(loader(), pattern, module, arguments, Optional.empty()))));
    }

    private String watched(Supplier<RunOutcome> run) {
        try {
            outcome = run.get();
        } catch (ProblemException e) {
            outcome = RunOutcome.ERROR;
            transcript.problem(e);
        }
        return transcript.text();
    }

    /** Only the tasks of a play on all hosts, without facts and headings. */
    String tasks(String tasks) {
        play("- hosts: all\n  gather_facts: false\n  tasks:\n" + tasks.indent(4));
        return transcript.tasks();
    }

    /** How each script's host was reached. */
    String targets() {
        return connector.runs.stream()
                .map(run -> switch (run.target()) {
                    case Target.Local local -> local.name() + " local\n";
                    case Target.Ssh ssh ->
                        ssh.name() + " " + ssh.address() + (ssh.port() == null ? "" : ":" + ssh.port()) + "\n";
                })
                .collect(Collectors.joining());
    }

    /** As whom each script ran: the user, and whether there was a password. */
    String becomings() {
        return connector.runs.stream()
                .map(run -> {
                    Become become = run.exchange().become();
                    String whom = become == null
                            ? "-"
                            : become.user() + " " + (become.password() == null ? "-" : become.password());
                    return run.target().name() + " " + whom + "\n";
                })
                .collect(Collectors.joining());
    }

    RunOutcome outcome() {
        return outcome;
    }
}
