package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.common.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What of a thing is not as wanted, for {@code --diff}. */
final class Differences {

    private final Map<String, @Nullable Object> before = new TreeMap<>();
    private final Map<String, @Nullable Object> after = new TreeMap<>();

    boolean isEmpty() {
        return after.isEmpty();
    }

    void add(String name, @Nullable Object wanted, @Nullable Object there) {
        before.putIfAbsent(name, sorted(there));
        after.put(name, sorted(wanted));
    }

    void compare(String name, @Nullable Object wanted, @Nullable Object there) {
        if (!Objects.equals(wanted, there)) {
            add(name, wanted, there);
        }
    }

    /** Of maps of texts: what is there may have more entries. */
    void entries(String name, Map<String, @Nullable Object> wanted, Map<String, ? extends @Nullable Object> there) {
        Values.texts(wanted).forEach((key, value) -> compare(name + "." + key, value, there.get(key)));
    }

    /** The order of what the engine keeps as a set means nothing. */
    private static @Nullable Object sorted(@Nullable Object value) {
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)
                ? list.stream().map(String::valueOf).sorted().toList()
                : value;
    }

    Diff diff() {
        return new Diff("", "", Json.pretty(before) + "\n", Json.pretty(after) + "\n");
    }
}
