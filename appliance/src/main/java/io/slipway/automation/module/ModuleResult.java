package io.slipway.automation.module;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a module did. {@code values} holds what Ansible's module of the same name returns, without {@code changed}, {@code failed} and
 * {@code skipped}. Some values speak to the engine: {@code ansible_facts} are remembered for the host, {@code warnings} are shown.
 *
 * @param diffs what was or would be changed; only filled when the call asks for it
 */
public record ModuleResult(
        boolean changed, boolean failed, boolean skipped, Map<String, @Nullable Object> values, List<Diff> diffs) {

    /**
     * Text before and after.
     *
     * @param beforeHeader what to call the old text, mostly a path
     * @param prepared what another program wrote about the difference, to be shown as it is; empty for none
     */
    public record Diff(String beforeHeader, String afterHeader, String before, String after, String prepared) {

        public Diff(String beforeHeader, String afterHeader, String before, String after) {
            this(beforeHeader, afterHeader, before, after, "");
        }

        public static Diff prepared(String text) {
            return new Diff("", "", "", "", text);
        }

        /** As Ansible keeps it in a registered result: a header that says nothing is left out. */
        public Map<String, String> asVariable() {
            Map<String, String> kept = new LinkedHashMap<>();
            if (!prepared.isEmpty()) {
                kept.put("prepared", prepared);
                if (before.isEmpty() && after.isEmpty()) {
                    return Collections.unmodifiableMap(kept);
                }
            }
            kept.put("before", before);
            kept.put("after", after);
            if (!beforeHeader.isEmpty()) {
                kept.put("before_header", beforeHeader);
            }
            if (!afterHeader.isEmpty()) {
                kept.put("after_header", afterHeader);
            }
            return Collections.unmodifiableMap(kept);
        }
    }

    public static ModuleResult unchanged() {
        return new ModuleResult(false, false, false, new LinkedHashMap<>(), List.of());
    }

    public static ModuleResult changed(boolean changed) {
        return new ModuleResult(changed, false, false, new LinkedHashMap<>(), List.of());
    }

    /** Not done, and not needed; {@code why} is what Ansible shows as {@code msg}. */
    public static ModuleResult skipped(String why) {
        return new ModuleResult(false, false, true, new LinkedHashMap<>(), List.of()).with("msg", why);
    }

    public static ModuleResult failed(String message) {
        return new ModuleResult(false, true, false, new LinkedHashMap<>(), List.of()).with("msg", message);
    }

    /** A copy that has failed. */
    public ModuleResult failing() {
        return new ModuleResult(changed, true, skipped, values, diffs);
    }

    /** A copy with one more value. */
    public ModuleResult with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new ModuleResult(changed, failed, skipped, more, diffs);
    }

    /** A copy with the values of a map added. */
    public ModuleResult withAll(Map<String, ? extends @Nullable Object> added) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        more.putAll(added);
        return new ModuleResult(changed, failed, skipped, more, diffs);
    }

    public ModuleResult with(Diff diff) {
        List<Diff> more = new ArrayList<>(diffs);
        more.add(diff);
        return new ModuleResult(changed, failed, skipped, values, List.copyOf(more));
    }
}
