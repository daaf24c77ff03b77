package io.slipway.automation.engine.variables;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mapping whose values are templated when they are looked at, each once. A template that changes it changes only its own view, never
 * what the host remembers.
 */
final class LazyMap extends LookupMap {

    private final Variables variables;
    private final String path;
    private final Map<@Nullable Object, @Nullable Object> settled = new HashMap<>();
    private Map<@Nullable Object, @Nullable Object> source;
    private boolean own;

    /** @param path what to call it in an error, such as {@code users[0]} */
    @SuppressWarnings("unchecked")
    LazyMap(Variables variables, String path, Map<?, ?> source) {
        this.variables = variables;
        this.path = path;
        this.source = (Map<@Nullable Object, @Nullable Object>) source;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // settling gives the value itself when there is nothing to do
    public @Nullable Object get(@Nullable Object key) {
        if (settled.containsKey(key)) {
            return settled.get(key);
        }
        Object raw = source.get(key);
        if (raw == null) {
            return null;
        }
        Object value = variables.settle(raw, path + "." + key);
        if (value != raw) {
            settled.put(key, value);
        }
        return value;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return source.containsKey(key);
    }

    @Override
    Collection<? extends @Nullable Object> keys() {
        return source.keySet();
    }

    @Override
    public @Nullable Object put(@Nullable Object key, @Nullable Object value) {
        Object before = get(key);
        settled.remove(key);
        writable().put(key, value);
        return before;
    }

    @Override
    public @Nullable Object remove(@Nullable Object key) {
        Object before = get(key);
        settled.remove(key);
        writable().remove(key);
        return before;
    }

    private Map<@Nullable Object, @Nullable Object> writable() {
        if (!own) {
            source = new LinkedHashMap<>(source);
            own = true;
        }
        return source;
    }
}
