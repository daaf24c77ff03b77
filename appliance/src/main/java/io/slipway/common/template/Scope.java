package io.slipway.common.template;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a template can see. Values are plain Java: {@link String}, {@link Long} (or another integer type),
 * {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, {@code null} for None, {@link java.util.List}, {@link Map},
 * {@link PyTuple}, {@link PyObject}, {@link Callable}, {@link Undefined}.
 *
 * <p>Asked lazily, only for names that are really used; so a value may be worked out when it is asked for.
 */
public interface Scope {

    /** The value of a name; an {@link Undefined} when there is none. */
    @Nullable
    Object get(String name);

    boolean has(String name);

    /** Every name, if that can be told cheaply: only used to suggest one when a name is not found. */
    default Set<String> names() {
        return Set.of();
    }

    static Scope of(Map<String, ? extends @Nullable Object> values) {
        return new Scope() {
            @Override
            public @Nullable Object get(String name) {
                return values.containsKey(name) ? values.get(name) : Undefined.of(name);
            }

            @Override
            public boolean has(String name) {
                return values.containsKey(name);
            }

            @Override
            public Set<String> names() {
                return Set.copyOf(values.keySet());
            }
        };
    }
}
