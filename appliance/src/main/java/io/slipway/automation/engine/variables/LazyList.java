package io.slipway.automation.engine.variables;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list whose items are templated when they are looked at, each once; changes stay with this view, as in {@link LazyMap}. */
final class LazyList extends AbstractList<@Nullable Object> {

    private final Variables variables;
    private final String path;
    private List<@Nullable Object> items;
    private boolean own;

    @SuppressWarnings("unchecked")
    LazyList(Variables variables, String path, List<?> items) {
        this.variables = variables;
        this.path = path;
        this.items = (List<@Nullable Object>) items;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // settling gives the value itself when there is nothing to do
    public @Nullable Object get(int index) {
        Object raw = items.get(index);
        if (raw == null) {
            return null;
        }
        Object value = variables.settle(raw, path + "[" + index + "]");
        if (value != raw) {
            writable().set(index, value);
        }
        return value;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public @Nullable Object set(int index, @Nullable Object value) {
        return writable().set(index, value);
    }

    @Override
    public void add(int index, @Nullable Object value) {
        writable().add(index, value);
        modCount++;
    }

    @Override
    public @Nullable Object remove(int index) {
        Object before = get(index);
        writable().remove(index);
        modCount++;
        return before;
    }

    private List<@Nullable Object> writable() {
        if (!own) {
            items = new ArrayList<>(items);
            own = true;
        }
        return items;
    }
}
