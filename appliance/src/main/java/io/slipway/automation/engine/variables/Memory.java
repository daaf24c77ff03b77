package io.slipway.automation.engine.variables;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A layer that grows during a run: what tasks registered, set or included for one host. Other hosts may read it meanwhile. */
public final class Memory implements Layer {

    private static final Object NULL = new Object();

    private final Map<String, Object> values = new ConcurrentHashMap<>();

    public void put(String name, @Nullable Object value) {
        values.put(name, value == null ? NULL : value);
    }

    public void putAll(Map<String, ? extends @Nullable Object> more) {
        more.forEach(this::put);
    }

    /** As {@link #putAll}, but mappings are joined with those that are there. */
    public void merge(Map<String, ? extends @Nullable Object> more) {
        more.forEach((name, value) -> {
            Object old = values.get(name);
            boolean joins = value != null && Merging.isMapping(value) && Merging.isMapping(old);
            put(name, joins ? Merging.merged(Objects.requireNonNull(old), Objects.requireNonNull(value)) : value);
        });
    }

    public void clear() {
        values.clear();
    }

    @Override
    public @Nullable Object find(String name, Variables asking) {
        Object value = values.get(name);
        if (value == null) {
            return ABSENT;
        }
        return NULL.equals(value) ? null : value;
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }
}
