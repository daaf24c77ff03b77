package io.slipway.common.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** A Python tuple: a list that can't be changed, prints with parentheses, and (to a template) never equals a list. */
public final class PyTuple extends AbstractList<@Nullable Object> implements RandomAccess {

    private final List<@Nullable Object> items;
    private final List<String> names;

    private PyTuple(List<@Nullable Object> items, List<String> names) {
        this.items = Collections.unmodifiableList(items);
        this.names = names;
    }

    public static PyTuple of(@Nullable Object... items) {
        return new PyTuple(list(items), List.of());
    }

    public static PyTuple copyOf(Collection<? extends @Nullable Object> items) {
        return new PyTuple(new ArrayList<@Nullable Object>(items), List.of());
    }

    private static List<@Nullable Object> list(@Nullable Object[] items) {
        List<@Nullable Object> list = new ArrayList<>(items.length);
        Collections.addAll(list, items);
        return list;
    }

    /** A named tuple: its first items can also be read as attributes. */
    static PyTuple named(List<String> names, @Nullable Object... items) {
        return new PyTuple(list(items), names);
    }

    List<String> names() {
        return names;
    }

    @Override
    public @Nullable Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
