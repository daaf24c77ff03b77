package io.slipway.cli.output;

import io.slipway.common.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Results as JSON text, with what is only noise on a terminal left out. */
final class ResultJson {

    private static final Set<String> ONLY_WHEN_VERY_VERBOSE = Set.of("invocation", "diff", "exception");
    private static final Set<String> HIDDEN_IN_DEBUG =
            Set.of("changed", "failed", "skipped", "invocation", "skip_reason", "false_condition");
    private static final Set<String> SAID_ALREADY = Set.of("failed", "skipped");
    private static final int VERY_VERBOSE = 3;

    private ResultJson() {}

    /** What {@code debug} was asked to show, and nothing else; indented, since it is meant to be read. */
    static String debug(Map<String, @Nullable Object> values) {
        return Json.pretty(ofDebug(values));
    }

    /** The same in one line. */
    static String debugLine(Map<String, @Nullable Object> values) {
        return Json.line(ofDebug(values));
    }

    private static Map<String, @Nullable Object> ofDebug(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> shown = open(values);
        if (shown.containsKey("msg")) {
            shown.keySet().retainAll(Set.of("msg"));
        } else {
            shown.keySet().removeAll(HIDDEN_IN_DEBUG);
        }
        return shown;
    }

    /** What a module wants to be seen without being asked; indented. */
    static String always(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> shown = open(values);
        shown.keySet().removeAll(ONLY_WHEN_VERY_VERBOSE);
        return Json.pretty(shown);
    }

    /** Without what speaks only to the program, and what the words before it have said. */
    private static Map<String, @Nullable Object> open(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> shown = new TreeMap<>(values);
        shown.keySet().removeIf(key -> key.startsWith("_ansible_"));
        shown.keySet().removeAll(SAID_ALREADY);
        return shown;
    }

    static String of(Map<String, @Nullable Object> values, int verbosity) {
        Map<String, @Nullable Object> shown = open(values);
        if (verbosity < VERY_VERBOSE) {
            shown.keySet().removeAll(ONLY_WHEN_VERY_VERBOSE);
            return Json.line(shown);
        }
        return Json.pretty(shown);
    }
}
