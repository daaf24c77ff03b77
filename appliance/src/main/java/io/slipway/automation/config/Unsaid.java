package io.slipway.automation.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is set for plays, tasks and commands that say nothing themselves.
 *
 * @param port to connect to
 * @param strategy of plays
 * @param managed {@code ansible_managed} of templates, as it is written
 * @param module that {@code exec} calls, with these arguments
 * @param runTags what {@code --tags} says; {@code skipTags} likewise
 * @param verbosity to which each {@code -v} adds
 * @param playbookDirectory whose variables an inventory shows
 * @param exports whether an inventory shows variables where they are set
 * @param taskTimeout how long a task may take
 * @param localhostWarning whether it is said that there is no host but this machine
 * @param unparsedWarning whether it is said that there is no inventory
 */
public record Unsaid(
        Optional<Integer> port,
        String strategy,
        boolean anyErrorsFatal,
        boolean noLog,
        String managed,
        String module,
        String moduleArguments,
        List<String> runTags,
        List<String> skipTags,
        int verbosity,
        Optional<Path> playbookDirectory,
        boolean exports,
        Optional<Duration> taskTimeout,
        boolean localhostWarning,
        boolean unparsedWarning) {

    static Unsaid of(SettingValues values) {
        return new Unsaid(
                values.number(Setting.REMOTE_PORT),
                values.text(Setting.STRATEGY).orElse("linear"),
                values.flag(Setting.ANY_ERRORS_FATAL).orElse(false),
                values.flag(Setting.NO_LOG).orElse(false),
                values.text(Setting.MANAGED).orElse("Ansible managed"),
                values.text(Setting.MODULE_NAME).orElse("command"),
                values.text(Setting.MODULE_ARGS).orElse(""),
                values.list(Setting.TAGS_RUN).orElse(List.of()),
                values.list(Setting.TAGS_SKIP).orElse(List.of()),
                values.number(Setting.VERBOSITY).orElse(0),
                values.path(Setting.PLAYBOOK_DIR),
                values.flag(Setting.INVENTORY_EXPORT).orElse(false),
                values.number(Setting.TASK_TIMEOUT)
                        .filter(seconds -> seconds > 0)
                        .map(Duration::ofSeconds),
                values.flag(Setting.LOCALHOST_WARNING).orElse(true),
                values.flag(Setting.UNPARSED_WARNING).orElse(true));
    }
}
