package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.Unsaid;
import io.slipway.automation.engine.PlayDefaults;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.engine.SshWords;
import io.slipway.automation.engine.VariableRules;
import io.slipway.cli.line.Given;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How to run, from the command line first, then from {@code ansible.cfg}, then from defaults. */
final class RunSettings {

    private static final int DEFAULT_TIMEOUT_SECONDS = 10;
    private static final int DEFAULT_POLL_SECONDS = 15;

    private final AnsibleConfig config;
    private final Function<String, Optional<Secret>> ask;
    private final InputStream input;
    private final Supplier<Vault> vault;

    record Tags(List<String> only, List<String> skip) {
        static final Tags ALL = new Tags(List.of(), List.of());

        private static List<String> both(List<String> configured, List<String> given) {
            return Stream.concat(configured.stream(), given.stream()).toList();
        }
    }

    /**
     * @param ask asks the person at the terminal for a password; empty when there is none
     * @param input where a password comes from whose file is called {@code -}
     * @param vault opens files with variables
     */
    RunSettings(
            AnsibleConfig config, Function<String, Optional<Secret>> ask, InputStream input, Supplier<Vault> vault) {
        this.config = config;
        this.ask = ask;
        this.input = input;
        this.vault = vault;
    }

    /** Tags that are configured count together with those that the command line names. */
    Tags tags(List<String> only, List<String> skip) {
        Unsaid unsaid = config.unsaid();
        return new Tags(Tags.both(unsaid.runTags(), only), Tags.both(unsaid.skipTags(), skip));
    }

    /** What {@code exec} does when nothing is said. */
    String module() {
        return config.unsaid().module();
    }

    /** The arguments of that, which any other module gets, too. */
    String moduleArguments() {
        return config.unsaid().moduleArguments();
    }

    /** Seconds between two looks at what {@code exec} left working. */
    int pollInterval() {
        return config.pollInterval().orElse(DEFAULT_POLL_SECONDS);
    }

    /** What {@code -v} tells about settings. */
    String source() {
        return config.file()
                .map(file -> "Using " + file.toAbsolutePath() + " as config file")
                .orElse("No config file found; using defaults");
    }

    RunOptions options(RunFlags flags, Tags tags, Optional<String> startAtTask, boolean forceHandlers) {
        refuseBoth("--ask-pass", flags.askPassword, "--connection-password-file", flags.connectionPasswordFile);
        refuseBoth("--ask-become-pass", flags.askBecomePassword, "--become-password-file", flags.becomePasswordFile);
        Optional<Secret> password = flags.askPassword.present() || config.askPass()
                ? Optional.of(asked("SSH password: "))
                : kept(flags.connectionPasswordFile, config.connectionPasswordFile());
        Optional<Secret> becomePassword = flags.askBecomePassword.present() || config.becomeAskPass()
                ? Optional.of(asked("BECOME password: "))
                : kept(flags.becomePasswordFile, config.becomePasswordFile());
        int forks = flags.forks.last().or(config::forks).orElse(AnsibleConfig.USUAL_FORKS);
        if (forks < 1) {
            throw new CommandException(Problem.of("--forks must be at least 1, not " + forks));
        }
        Unsaid unsaid = config.unsaid();
        return new RunOptions(
                forks,
                flags.limit.last(),
                tags.only(),
                tags.skip(),
                ExtraVariables.read(flags.extraVars.all(), vault.get()),
                flags.check.present(),
                flags.diff.present() || config.diffAlways(),
                startAtTask,
                forceHandlers || config.forceHandlers(),
                flags.become.present() || config.become(),
                flags.becomeMethod.last().or(config::becomeMethod),
                flags.becomeUser.last().or(config::becomeUser),
                becomePassword,
                flags.user.last().or(config::remoteUser),
                flags.privateKey.last().or(config::privateKeyFile),
                password,
                flags.connection.last().or(config::transport),
                new SshWords(
                        config.sshArguments(),
                        flags.sshCommonArguments.or(config.sshCommonArguments()),
                        flags.sshExtraArguments.or(config.sshExtraArguments())),
                config.hostKeyChecking(),
                Duration.ofSeconds(flags.timeout.last().or(config::timeout).orElse(DEFAULT_TIMEOUT_SECONDS)),
                config.connectRetries(),
                verbosity(flags),
                config.taskDebugger(),
                rules(),
                new PlayDefaults(
                        unsaid.strategy(),
                        unsaid.anyErrorsFatal(),
                        unsaid.noLog(),
                        unsaid.port(),
                        unsaid.managed(),
                        unsaid.taskTimeout()));
    }

    private int verbosity(RunFlags flags) {
        return config.unsaid().verbosity() + flags.verbose.times();
    }

    private VariableRules rules() {
        return new VariableRules(
                config.mergesHashes(),
                config.injectsFacts(),
                VariableRules.Gathering.valueOf(config.gathering().toUpperCase(Locale.ROOT)),
                config.nativeTypes(),
                config.file().map(Path::toAbsolutePath),
                config.named());
    }

    private static void refuseBoth(String asking, Given<Boolean> asks, String reading, Given<String> file) {
        if (asks.present() && file.present()) {
            throw new CommandException(Problem.of(reading + ": not allowed with argument " + asking));
        }
    }

    private Optional<Secret> kept(Given<String> given, Optional<Path> configured) {
        return given.last().or(() -> configured.map(Path::toString)).map(source -> KeptPassword.read(source, input));
    }

    private Secret asked(String prompt) {
        return ask.apply(prompt)
                .orElseThrow(
                        () -> new CommandException(
                                Problem.of("a password is asked for, but there is no terminal")
                                        .hint(
                                                "give it in a file that only you can read: --connection-password-file, --become-password-file")));
    }
}
