package io.slipway.automation.inventory;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Two maps seen as one, the upper one winning. Copies nothing, so that a thousand hosts can share what their groups say. */
final class Layered<V> extends AbstractMap<String, V> {

    private final Map<String, V> upper;
    private final Map<String, V> lower;

    /** Both must never change. */
    Layered(Map<String, V> upper, Map<String, V> lower) {
        this.upper = upper;
        this.lower = lower;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        V value = upper.get(key);
        return value != null ? value : lower.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return upper.containsKey(key) || lower.containsKey(key);
    }

    /** In the order of the lower map, then what only the upper one has. */
    @Override
    public Set<Entry<String, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<String, V>> iterator() {
                return Stream.concat(
                                lower.entrySet().stream()
                                        .map(e -> upper.containsKey(e.getKey())
                                                ? Map.entry(e.getKey(), upper.get(e.getKey()))
                                                : e),
                                upper.entrySet().stream().filter(e -> !lower.containsKey(e.getKey())))
                        .iterator();
            }

            @Override
            public int size() {
                Set<String> names = new LinkedHashSet<>(lower.keySet());
                names.addAll(upper.keySet());
                return names.size();
            }
        };
    }
}
