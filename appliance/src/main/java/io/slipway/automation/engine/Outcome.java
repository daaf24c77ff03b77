package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.module.ModuleResult;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one execution came to: a whole task, or one item of its loop.
 *
 * @param values as {@code register} gives them
 * @param facts variables or facts that it found or set, to be remembered; what is not templated yet stays so
 * @param notices the handlers to notify should the task have changed something
 * @param ignored whether a failure or an unreachable host is to be ignored
 */
record Outcome(
        Status status,
        Map<String, @Nullable Object> values,
        List<ModuleResult.Diff> diffs,
        Map<String, @Nullable Object> facts,
        List<String> notices,
        boolean ignored) {

    /** What a module was called with; the result of a loop's item keeps it when it is registered, that of a task does not. */
    static final String INVOCATION = "invocation";

    static Outcome skipped(@Nullable Object falseCondition) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("changed", false);
        values.put("skipped", true);
        values.put("skip_reason", "Conditional result was False");
        values.put("false_condition", falseCondition);
        return new Outcome(Status.SKIPPED, values, List.of(), Map.of(), List.of(), false);
    }

    static Outcome failed(String message, Map<String, ? extends @Nullable Object> more) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(more);
        values.put("changed", false);
        values.put("failed", true);
        values.put("msg", message);
        return new Outcome(Status.FAILED, values, List.of(), Map.of(), List.of(), false);
    }

    /** It failed before the module was called, so that nothing is said about a change. */
    static Outcome failed(ProblemException e) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("failed", true);
        values.put("msg", text(e));
        return new Outcome(Status.FAILED, values, List.of(), Map.of(), List.of(), false);
    }

    static String text(ProblemException e) {
        return e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }

    static Outcome unreachable(String message) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("changed", false);
        values.put("unreachable", true);
        values.put("msg", message);
        return new Outcome(Status.UNREACHABLE, values, List.of(), Map.of(), List.of(), false);
    }

    boolean changed() {
        return Boolean.TRUE.equals(values.get("changed"));
    }

    boolean failing() {
        return status == Status.FAILED || status == Status.UNREACHABLE;
    }

    Outcome with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Outcome(status, more, diffs, facts, notices, ignored);
    }

    /** What must not be seen is not kept either. */
    Outcome withoutDiffs() {
        return new Outcome(status, values, List.of(), facts, notices, ignored);
    }

    Outcome asFailed() {
        return asFailed(true);
    }

    Outcome asFailed(boolean failed) {
        return judged(changed(), failed);
    }

    Outcome asChanged(boolean changed) {
        return judged(changed, status == Status.FAILED);
    }

    private Outcome judged(boolean changed, boolean failed) {
        Outcome more = with("changed", changed).with("failed", failed);
        Status now = failed ? Status.FAILED : changed ? Status.CHANGED : Status.OK;
        return new Outcome(now, more.values, diffs, facts, notices, ignored);
    }

    Outcome ignoring(boolean ignore) {
        return new Outcome(status, values, diffs, facts, notices, ignore);
    }

    Outcome notifying(List<String> names) {
        return new Outcome(status, values, diffs, facts, names, ignored);
    }

    /** The values to remember of a task as a whole: as in Ansible, without the arguments. */
    Map<String, @Nullable Object> asVariable() {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(registered());
        kept.remove("invocation");
        return Collections.unmodifiableMap(kept);
    }

    /** The values to remember: without what is only meant for the engine. */
    Map<String, @Nullable Object> registered() {
        Map<String, @Nullable Object> kept = registeredItem();
        kept.remove(INVOCATION);
        return Collections.unmodifiableMap(kept);
    }

    /** As {@link #registered}, but of one item among the results of a loop. */
    Map<String, @Nullable Object> registeredItem() {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>(values);
        kept.keySet().removeIf(name -> name.startsWith("_ansible_"));
        if (!diffs.isEmpty()) {
            kept.putIfAbsent(
                    "diff", diffs.stream().map(ModuleResult.Diff::asVariable).toList());
        }
        return kept;
    }
}
