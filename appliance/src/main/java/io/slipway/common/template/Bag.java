package io.slipway.common.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values seen so far, by Python's equality; fast for those that Python can hash. */
final class Bag {

    private final Set<Object> hashed = new HashSet<>();
    private final List<@Nullable Object> others = new ArrayList<>();

    static Bag of(List<@Nullable Object> values) {
        Bag bag = new Bag();
        values.forEach(bag::add);
        return bag;
    }

    /** Whether the value was new. */
    boolean add(@Nullable Object value) {
        Object key = Dicts.hashable(value);
        if (key != null) {
            return hashed.add(key);
        }
        if (has(value)) {
            return false;
        }
        others.add(value);
        return true;
    }

    boolean has(@Nullable Object value) {
        Object key = Dicts.hashable(value);
        if (key != null) {
            return hashed.contains(key);
        }
        for (Object other : others) {
            if (Comparison.same(other, value, 0)) {
                return true;
            }
        }
        return false;
    }
}
