package io.slipway.automation.config;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a run prints.
 *
 * @param callback what the output looks like: {@code default}, {@code json}, {@code minimal}, {@code oneline} or {@code null}
 * @param extras what is written besides it: {@code junit}, {@code profile_tasks}, {@code timer}, {@code tree}
 * @param skippedHosts whether hosts that skip a task are shown
 * @param okHosts whether hosts that a task did not change are shown
 * @param failuresToErrors whether failures go to the errors instead of the output
 * @param taskPathOnFailure whether a failure tells where its task stands
 * @param checkModeMarkers whether plays and tasks of check mode are marked
 * @param argumentsInHeadings whether a task's heading shows its arguments
 * @param customStats whether the end shows what {@code set_stats} collected
 * @param hostStarts whether it is told when a host begins a task
 * @param ofModules whether {@code exec} prints as {@code callback} says, too
 * @param yaml whether results are shown as YAML instead of JSON
 * @param pretty whether results are indented; none: as the format wants
 * @param diffContext how many equal lines surround a difference
 * @param maxDiffSize contents of files with more bytes are not compared; 0 for no limit
 */
public record OutputSettings(
        String callback,
        Set<String> extras,
        boolean skippedHosts,
        boolean okHosts,
        boolean failuresToErrors,
        boolean taskPathOnFailure,
        boolean checkModeMarkers,
        boolean argumentsInHeadings,
        boolean customStats,
        boolean hostStarts,
        boolean ofModules,
        boolean yaml,
        Optional<Boolean> pretty,
        int diffContext,
        int maxDiffSize,
        JUnit junit,
        Profile profile,
        Optional<Path> tree) {

    private static final List<String> CALLBACKS = List.of("default", "json", "minimal", "oneline", "yaml", "null");
    private static final List<String> EXTRAS = List.of("junit", "profile_tasks", "timer", "tree");
    private static final List<String> FORMATS = List.of("json", "yaml");
    private static final List<String> ORDERS = List.of("descending", "ascending", "none");
    private static final int USUAL_CONTEXT = 3;
    private static final int USUAL_LIMIT = 20;
    private static final int USUAL_MAX_DIFF = 104_448;

    /** What holds when nothing is set. */
    public static final OutputSettings USUAL = of(SettingValues.NONE);

    /**
     * @param folder where reports are written
     * @param testCasePrefix only tasks whose name begins so are test cases
     * @param relativeTo paths of tasks are shown from here
     */
    public record JUnit(
            Optional<Path> folder,
            boolean taskClass,
            boolean failOnChange,
            boolean failOnIgnore,
            boolean setupTasks,
            boolean hideArguments,
            String testCasePrefix,
            Optional<Path> relativeTo) {}

    /** @param order {@code descending}, {@code ascending} or {@code none} */
    public record Profile(int limit, String order) {}

    static OutputSettings of(SettingValues values) {
        String callback = values.text(Setting.STDOUT_CALLBACK)
                .map(OutputSettings::shortName)
                .orElse("default");
        if (!CALLBACKS.contains(callback)) {
            throw unknown(callback, "stdout_callback", CALLBACKS);
        }
        Set<String> extras = new HashSet<>();
        for (String name : enabled(values)) {
            String extra = shortName(name);
            if (!EXTRAS.contains(extra)) {
                throw unknown(extra, "callbacks_enabled", EXTRAS);
            }
            extras.add(extra);
        }
        boolean yaml = callback.equals("yaml")
                || values.choice(Setting.RESULT_FORMAT, FORMATS)
                        .filter("yaml"::equals)
                        .isPresent();
        return new OutputSettings(
                callback.equals("yaml") ? "default" : callback,
                Set.copyOf(extras),
                values.flag(Setting.DISPLAY_SKIPPED_HOSTS).orElse(true),
                values.flag(Setting.DISPLAY_OK_HOSTS).orElse(true),
                values.flag(Setting.DISPLAY_FAILED_STDERR).orElse(false),
                values.flag(Setting.SHOW_TASK_PATH_ON_FAILURE).orElse(false),
                values.flag(Setting.CHECK_MODE_MARKERS).orElse(false),
                values.flag(Setting.DISPLAY_ARGUMENTS).orElse(false),
                values.flag(Setting.SHOW_CUSTOM_STATS).orElse(false),
                values.flag(Setting.SHOW_PER_HOST_START).orElse(false),
                values.flag(Setting.EXEC_CALLBACKS).orElse(false),
                yaml,
                values.flag(Setting.FORMAT_PRETTY),
                values.number(Setting.DIFF_CONTEXT).orElse(USUAL_CONTEXT),
                values.number(Setting.MAX_DIFF_SIZE).orElse(USUAL_MAX_DIFF),
                junit(values),
                new Profile(
                        values.number(Setting.PROFILE_LIMIT).orElse(USUAL_LIMIT),
                        values.choice(Setting.PROFILE_ORDER, ORDERS).orElse("descending")),
                values.path(Setting.TREE_DIRECTORY));
    }

    /** Both the name of today and that of before 2.11 are in use. */
    private static List<String> enabled(SettingValues values) {
        List<String> names =
                new ArrayList<>(values.list(Setting.CALLBACKS_ENABLED).orElse(List.of()));
        names.addAll(values.list(Setting.CALLBACK_WHITELIST).orElse(List.of()));
        return names;
    }

    private static JUnit junit(SettingValues values) {
        return new JUnit(
                values.path(Setting.JUNIT_OUTPUT_DIR),
                values.flag(Setting.JUNIT_TASK_CLASS).orElse(false),
                values.flag(Setting.JUNIT_FAIL_ON_CHANGE).orElse(false),
                values.flag(Setting.JUNIT_FAIL_ON_IGNORE).orElse(false),
                values.flag(Setting.JUNIT_SETUP_TASKS).orElse(true),
                values.flag(Setting.JUNIT_HIDE_ARGUMENTS).orElse(false),
                values.text(Setting.JUNIT_TEST_CASE_PREFIX).orElse(""),
                values.path(Setting.JUNIT_RELATIVE_PATH));
    }

    /** {@code ansible.posix.json} and {@code json} are the same. */
    private static String shortName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static ConfigException unknown(String name, String key, List<String> known) {
        return new ConfigException(Problem.of("there is no callback '" + name + "' for '" + key + "'")
                .at(Position.in("the configuration"))
                .because("there are " + String.join(", ", known))
                .hint(NearMiss.hint(name, known)));
    }
}
