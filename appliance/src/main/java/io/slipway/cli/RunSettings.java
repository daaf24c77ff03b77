package io.slipway.cli;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.config.Unsaid;
import io.slipway.automation.engine.PlayDefaults;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.engine.VariableRules;
import io.slipway.common.Problem;
import io.slipway.common.Secret;
import io.slipway.common.crypto.vault.Vault;
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

    private final AnsibleConfig config;
    private final Function<String, Optional<Secret>> ask;
    private final Supplier<Vault> vault;

    record Tags(List<String> only, List<String> skip) {
        static final Tags ALL = new Tags(List.of(), List.of());

        private static List<String> both(List<String> configured, List<String> given) {
            return Stream.concat(configured.stream(), given.stream()).toList();
        }
    }

    /**
     * @param ask asks the person at the terminal for a password; empty when there is none
     * @param vault opens files with variables
     */
    RunSettings(AnsibleConfig config, Function<String, Optional<Secret>> ask, Supplier<Vault> vault) {
        this.config = config;
        this.ask = ask;
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

    /** What {@code -v} tells about settings. */
    String source() {
        return config.file()
                .map(file -> "Using " + file.toAbsolutePath() + " as config file")
                .orElse("No config file found; using defaults");
    }

    RunOptions options(RunFlags flags, Tags tags, Optional<String> startAtTask, boolean forceHandlers) {
        Optional<Secret> password = flags.askPassword.present() || config.askPass()
                ? Optional.of(asked("SSH password: "))
                : Optional.empty();
        Optional<Secret> becomePassword = flags.askBecomePassword.present() || config.becomeAskPass()
                ? Optional.of(asked("BECOME password: "))
                : Optional.empty();
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
                flags.sshCommonArguments.or(config.sshArguments()),
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

    private Secret asked(String prompt) {
        return ask.apply(prompt)
                .orElseThrow(() -> new CommandException(Problem.of("a password is asked for, but there is no terminal")
                        .hint("give it as a variable in a file that only you can read: -e @secrets.yml")));
    }
}
