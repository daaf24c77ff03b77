package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code value.name}, {@code value[key]} and {@code value[a:b:c]}. */
final class Subscript {

    private Subscript() {}

    /** Jinja's dot: the attribute, else the item. */
    static @Nullable Object attribute(@Nullable Object owner, String name) {
        if (owner instanceof Undefined undefined) {
            return deeper(undefined);
        }
        Callable method = Methods.find(owner, name);
        if (method != null) {
            return method;
        }
        if (owner instanceof PyTuple tuple && tuple.names().contains(name)) {
            return tuple.get(tuple.names().indexOf(name));
        }
        if (owner instanceof PyObject object) {
            return object.attribute(name);
        }
        return owner instanceof Map<?, ?> map ? entry(map, name) : missing(owner, name);
    }

    /** Jinja's bracket: the item, else (for a string) the attribute. */
    static @Nullable Object item(@Nullable Object owner, @Nullable Object key) {
        switch (owner) {
            case Undefined undefined -> {
                return deeper(undefined);
            }
            case Map<?, ?> map -> {
                Object value = entry(map, key);
                Callable method = value instanceof Undefined && key instanceof String name && !Dicts.has(map, key)
                        ? Methods.find(owner, name)
                        : null;
                return method == null ? value : method;
            }
            case List<?> list -> {
                if (key instanceof Boolean || Python.isInteger(key)) {
                    int index = within(Numbers.index(key, "list index"), list.size());
                    return index < 0 ? missing(owner, Python.str(key)) : list.get(index);
                }
            }
            case String s -> {
                if (key instanceof Boolean || Python.isInteger(key)) {
                    int index = within(Numbers.index(key, "string index"), Text.length(s));
                    return index < 0 ? missing(owner, Python.str(key)) : Text.at(s, index);
                }
            }
            case null, default -> {}
        }
        if (key instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return key instanceof String name ? attribute(owner, name) : missing(owner, Python.str(key));
    }

    /** Looking into something undefined gives it again, so that the first cause is kept. */
    private static Undefined deeper(Undefined undefined) {
        if (undefined.isLenient()) {
            throw undefined.failure();
        }
        return undefined;
    }

    private static @Nullable Object entry(Map<?, ?> map, @Nullable Object key) {
        if (key instanceof Undefined
                || (key instanceof List<?> && !(key instanceof PyTuple))
                || key instanceof Map<?, ?>) {
            return key instanceof Undefined undefined ? undefined : missing(map, Python.str(key));
        }
        if (key instanceof String name) {
            Object value = map.get(name);
            return value != null || map.containsKey(name) ? value : missing(map, name);
        }
        return Dicts.has(map, key) ? Dicts.get(map, key) : missing(map, Python.str(key));
    }

    private static int within(long index, int size) {
        long place = index < 0 ? index + size : index;
        return place >= 0 && place < size ? (int) place : -1;
    }

    private static Undefined missing(@Nullable Object owner, String name) {
        return Undefined.attribute(owner, name, () -> names(owner));
    }

    private static List<String> names(@Nullable Object owner) {
        if (!(owner instanceof Map<?, ?> map)) {
            return Methods.names(owner);
        }
        return map.keySet().stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
    }

    static @Nullable Object slice(
            @Nullable Object owner, @Nullable Object start, @Nullable Object stop, @Nullable Object step) {
        if (owner instanceof Undefined undefined) {
            return deeper(undefined);
        }
        if (!(owner instanceof String) && !(owner instanceof List<?>)) {
            throw TemplateException.of("'" + Python.typeName(owner) + "' object can't be sliced");
        }
        long by = step == null ? 1 : Numbers.index(step, "slice step");
        if (by == 0) {
            throw TemplateException.of("slice step cannot be zero");
        }
        int size = owner instanceof String s ? Text.length(s) : ((List<?>) owner).size();
        long from = bound(start, size, by, by > 0 ? 0 : size - 1);
        long to = bound(stop, size, by, by > 0 ? size : -1);
        if (owner instanceof String s && by == 1) {
            return Text.slice(s, (int) from, (int) to);
        }
        List<@Nullable Object> source = Python.iterate(owner);
        List<@Nullable Object> picked = new ArrayList<>();
        for (long i = from; by > 0 ? i < to : i > to; i += by) {
            picked.add(source.get((int) i));
        }
        if (owner instanceof String) {
            StringBuilder text = new StringBuilder();
            picked.forEach(text::append);
            return text.toString();
        }
        return owner instanceof PyTuple ? PyTuple.copyOf(picked) : picked;
    }

    private static long bound(@Nullable Object given, int size, long step, long otherwise) {
        if (given == null) {
            return otherwise;
        }
        long index = Numbers.index(given, "slice index");
        long place = index < 0 ? index + size : index;
        return step > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
    }
}
