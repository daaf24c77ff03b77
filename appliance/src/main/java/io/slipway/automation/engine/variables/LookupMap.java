package io.slipway.automation.engine.variables;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping that works its values out when they are looked at; who walks the keys only pays for no value. */
abstract class LookupMap extends AbstractMap<@Nullable Object, @Nullable Object> {

    abstract Collection<? extends @Nullable Object> keys();

    @Override
    public abstract @Nullable Object get(@Nullable Object key);

    @Override
    public abstract boolean containsKey(@Nullable Object key);

    @Override
    public int size() {
        return keys().size();
    }

    @Override
    public Set<Entry<@Nullable Object, @Nullable Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return keys().size();
            }

            @Override
            public Iterator<Entry<@Nullable Object, @Nullable Object>> iterator() {
                Iterator<? extends @Nullable Object> keys = keys().iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return keys.hasNext();
                    }

                    @Override
                    public Entry<@Nullable Object, @Nullable Object> next() {
                        return new LazyEntry(keys.next());
                    }
                };
            }
        };
    }

    private final class LazyEntry implements Entry<@Nullable Object, @Nullable Object> {
        private final @Nullable Object key;

        LazyEntry(@Nullable Object key) {
            this.key = key;
        }

        @Override
        public @Nullable Object getKey() {
            return key;
        }

        @Override
        public @Nullable Object getValue() {
            return get(key);
        }

        @Override
        public @Nullable Object setValue(@Nullable Object value) {
            return put(key, value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry<?, ?> entry
                    && Objects.equals(key, entry.getKey())
                    && Objects.equals(getValue(), entry.getValue());
        }

        @Override
        public int hashCode() {
            return Objects.hashCode(key) ^ Objects.hashCode(getValue());
        }
    }
}
