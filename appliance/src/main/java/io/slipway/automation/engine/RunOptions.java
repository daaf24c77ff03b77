package io.slipway.automation.engine;

import io.slipway.common.Secret;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a run was asked for on the command line and in {@code ansible.cfg}.
 *
 * @param forks how many hosts work at the same time
 * @param limit a further host pattern; empty for none
 * @param tags run only what has one of these; empty for all
 * @param extraVars {@code -e}: they win over everything
 * @param ssh options of {@code ssh}
 * @param connectTimeout for one connection
 * @param connectRetries how many more attempts there are to reach a host after one that failed
 * @param debugger whether a task that fails opens the debugger, whatever the strategy
 * @param variables how variables of several sources come together
 * @param unsaid what holds where plays and tasks say nothing
 */
public record RunOptions(
        int forks,
        Optional<String> limit,
        List<String> tags,
        List<String> skipTags,
        Map<String, YamlNode> extraVars,
        boolean check,
        boolean diff,
        Optional<String> startAtTask,
        boolean forceHandlers,
        boolean become,
        Optional<String> becomeMethod,
        Optional<String> becomeUser,
        Optional<Secret> becomePassword,
        Optional<String> remoteUser,
        Optional<Path> privateKey,
        Optional<Secret> connectionPassword,
        Optional<String> connection,
        SshWords ssh,
        boolean checkHostKey,
        Duration connectTimeout,
        int connectRetries,
        int verbosity,
        boolean debugger,
        VariableRules variables,
        PlayDefaults unsaid) {

    public static RunOptions defaults() {
        return new RunOptions(
                50,
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                false,
                false,
                Optional.empty(),
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                SshWords.NONE,
                true,
                Duration.ofSeconds(10),
                0,
                0,
                false,
                VariableRules.USUAL,
                PlayDefaults.USUAL);
    }

    /** The same, but for these hosts alone. */
    public RunOptions on(Collection<String> hosts) {
        return new RunOptions(
                forks,
                Optional.of(String.join(",", hosts)),
                tags,
                skipTags,
                extraVars,
                check,
                diff,
                startAtTask,
                forceHandlers,
                become,
                becomeMethod,
                becomeUser,
                becomePassword,
                remoteUser,
                privateKey,
                connectionPassword,
                connection,
                ssh,
                checkHostKey,
                connectTimeout,
                connectRetries,
                verbosity,
                debugger,
                variables,
                unsaid);
    }
}
