package io.slipway.automation.engine.variables;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Variables of one {@link Level}. Asked one name at a time, so that nothing is merged, copied or worked out that nobody uses. */
public interface Layer {

    /** What {@link #find} answers when there is no such variable; {@code null} would be a value. */
    Object ABSENT = new Object();

    static boolean absent(@Nullable Object found) {
        return ABSENT.equals(found);
    }

    /**
     * The variable as it is kept: a {@link io.slipway.common.yaml.YamlNode} is not templated yet, anything else is final.
     *
     * @param asking on whose behalf; for values that depend on that
     */
    @Nullable
    Object find(String name, Variables asking);

    Set<String> names();

    static Layer of(Map<String, ? extends @Nullable Object> values) {
        return new Layer() {
            @Override
            public @Nullable Object find(String name, Variables asking) {
                Object value = values.get(name);
                return value != null || values.containsKey(name) ? value : ABSENT;
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        };
    }

    /** Values that are worked out when they are asked for. A function that answers {@link #ABSENT} has none today. */
    static Layer computed(Map<String, Function<Variables, @Nullable Object>> values) {
        return new Layer() {
            @Override
            public @Nullable Object find(String name, Variables asking) {
                Function<Variables, @Nullable Object> value = values.get(name);
                return value == null ? ABSENT : value.apply(asking);
            }

            @Override
            public Set<String> names() {
                return values.keySet();
            }
        };
    }

    /** Two of the same level: the second wins. */
    static Layer both(Layer weaker, Layer stronger) {
        return new Layer() {
            @Override
            public @Nullable Object find(String name, Variables asking) {
                Object value = stronger.find(name, asking);
                return absent(value) ? weaker.find(name, asking) : value;
            }

            @Override
            public Set<String> names() {
                Set<String> all = new TreeSet<>(weaker.names());
                all.addAll(stronger.names());
                return all;
            }
        };
    }
}
