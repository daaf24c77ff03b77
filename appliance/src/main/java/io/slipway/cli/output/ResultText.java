package io.slipway.cli.output;

import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.common.json.Json;
import io.slipway.common.template.LooseYaml;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Results as text, with what is only noise on a terminal left out. */
final class ResultText {

    private static final Set<String> ONLY_WHEN_VERY_VERBOSE = Set.of("invocation", "diff");
    private static final Set<String> HIDDEN_IN_DEBUG =
            Set.of("changed", "failed", "skipped", "invocation", "skip_reason", "false_condition");
    private static final Set<String> SAID_ON_THEIR_OWN = Set.of("warnings", "deprecations");
    private static final Set<String> SAID_ALREADY = Set.of("failed", "skipped", "exception");
    private static final String OMITTED = "<omitted>";
    private static final int VERY_VERBOSE = 3;
    private static final int INDENT = 4;

    private final Look look;

    ResultText(Look look) {
        this.look = look;
    }

    /** As the terminal shows it: indented where the module or the user wants it so, else on one line. */
    String of(TaskResult result) {
        return written(values(result), isIndented(result));
    }

    /** Indented, unless that is forbidden. */
    String indented(TaskResult result) {
        return written(values(result), true);
    }

    /** On one line, as {@code -o} wants it, where Ansible takes the line breaks out of an indented text. */
    static String oneLine(TaskResult result, int verbosity) {
        boolean deep = wantsIndentation(result) || verbosity >= VERY_VERBOSE;
        return Json.pretty(values(result.shown(), verbosity)).replaceAll(deep ? "\n" : "\n *", "");
    }

    /** Without line breaks wherever that is possible, whatever was asked for. */
    static String plain(TaskResult result) {
        Map<String, @Nullable Object> values = values(result.shown(), 0);
        return wantsIndentation(result) ? Json.pretty(values) : Json.line(values);
    }

    /** Line by line, but not indented unless the module wants that: what a report holds. */
    static String flat(TaskResult result) {
        String text = Json.pretty(values(result.shown(), 0));
        return wantsIndentation(result) ? text : text.replaceAll("\n +", "\n");
    }

    /** What {@code set_stats} collected, on one line whatever the format, as Ansible squeezes it. */
    String ofStats(Map<String, @Nullable Object> stats) {
        String lines = look.settings().yaml()
                ? LooseYaml.write(new TreeMap<>(stats), 2, true)
                : Json.pretty(stats).replaceAll("    ", " ");
        return look.settings().yaml()
                ? lines.strip().replaceAll("(?m)^", " ").replace("\n", "")
                : lines.replace("\n", "");
    }

    private boolean isIndented(TaskResult result) {
        return wantsIndentation(result)
                || look.settings().pretty().orElse(look.settings().yaml())
                || look.verbosity() >= VERY_VERBOSE;
    }

    private static boolean wantsIndentation(TaskResult result) {
        return Boolean.TRUE.equals(result.shown().get("_ansible_verbose_always"));
    }

    private String written(Map<String, @Nullable Object> values, boolean indented) {
        boolean deep = indented && look.settings().pretty().orElse(true);
        if (!look.settings().yaml()) {
            return deep ? Json.pretty(values) : Json.line(values);
        }
        if (look.settings().pretty().orElse(true)) {
            omit(values, "stdout", "stdout_lines");
            omit(values, "stderr", "stderr_lines");
        }
        String text = LooseYaml.write(
                values, deep ? INDENT : 2, look.settings().pretty().orElse(true));
        return "\n"
                + text.lines()
                        .map(line -> line.isBlank() ? line : " ".repeat(INDENT) + line)
                        .collect(Collectors.joining("\n"));
    }

    private static void omit(Map<String, @Nullable Object> values, String text, String lines) {
        if (values.containsKey(text) && values.containsKey(lines)) {
            values.put(lines, OMITTED);
        }
    }

    /** Without the warnings, which stand elsewhere; of {@code debug} what it was asked to show, and nothing else. */
    private Map<String, @Nullable Object> values(TaskResult result) {
        Map<String, @Nullable Object> shown = values(result.shown(), look.verbosity());
        shown.keySet().removeAll(SAID_ON_THEIR_OWN);
        if (result.status() == TaskResult.Status.SKIPPED && result.task().loop().isPresent()) {
            shown.remove("results");
        }
        if (!ModuleCatalogue.shortName(result.task().action()).equals("debug")) {
            return shown;
        }
        if (shown.containsKey("msg")) {
            shown.keySet().retainAll(Set.of("msg"));
        } else {
            shown.keySet().removeAll(HIDDEN_IN_DEBUG);
        }
        return shown;
    }

    private static Map<String, @Nullable Object> values(Map<String, @Nullable Object> values, int verbosity) {
        Map<String, @Nullable Object> shown = new TreeMap<>(values);
        shown.keySet().removeIf(key -> key.startsWith("_ansible_"));
        shown.keySet().removeAll(SAID_ALREADY);
        if (verbosity < VERY_VERBOSE) {
            shown.keySet().removeAll(ONLY_WHEN_VERY_VERBOSE);
        }
        return shown;
    }
}
