package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.playbook.Step;
import io.slipway.common.template.Python;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task, or of one item of its loop, on one host.
 *
 * @param values the result as {@code register} gives it: {@code changed}, {@code failed}, {@code msg}, what the module returned, and
 *     {@code results} for a loop
 * @param ignored whether a failure was ignored
 * @param delegatedTo the host that it really ran on, if another
 * @param noLog whether the values must not be shown; whoever shows them sees to that through {@link #shown}
 * @param itemLabel for one item of a loop: what to call it
 */
public record TaskResult(
        String host,
        Step.Task task,
        Status status,
        Map<String, @Nullable Object> values,
        List<ModuleResult.Diff> diffs,
        boolean ignored,
        Optional<Delegate> delegatedTo,
        boolean noLog,
        Optional<Object> itemLabel,
        Instant started,
        Duration took) {

    /** @param variables how it is reached: {@code ansible_host}, which is its name when nothing else is said, and what else is known */
    public record Delegate(String host, Map<String, @Nullable Object> variables) {

        String address() {
            return Python.str(variables.get("ansible_host"));
        }

        /** {@code name(address)}, or the name alone when that is its address. */
        @Override
        public String toString() {
            return host.equals(address()) ? host : host + "(" + address() + ")";
        }
    }

    public enum Status {
        OK,
        CHANGED,
        SKIPPED,
        FAILED,
        UNREACHABLE
    }

    /** The values that may be shown, with what differed: with {@code no_log} only that, and whether something changed. */
    public Map<String, @Nullable Object> shown() {
        if (!noLog) {
            return withDiffs();
        }
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put(
                "censored",
                "the output has been hidden due to the fact that 'no_log: true' was specified for this result");
        if (values.containsKey("changed")) {
            shown.put("changed", Boolean.TRUE.equals(values.get("changed")));
        }
        if (values.containsKey("attempts")) {
            shown.put("attempts", values.get("attempts"));
        }
        return shown;
    }

    private Map<String, @Nullable Object> withDiffs() {
        if (diffs.isEmpty()) {
            return values;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
        all.putIfAbsent(
                "diff", diffs.stream().map(ModuleResult.Diff::asVariable).toList());
        return all;
    }
}
