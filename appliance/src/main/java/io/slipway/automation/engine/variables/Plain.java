package io.slipway.automation.engine.variables;

import io.slipway.common.template.PyObject;
import io.slipway.common.template.Python;
import io.slipway.common.template.Undefined;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what templating gives (lazy, maybe undefined, maybe to be omitted) into final values that can be kept and shared. */
public final class Plain {

    private Plain() {}

    /**
     * A deep copy of unmodifiable maps and lists, in which every template is evaluated and what is omitted is gone. An
     * {@link Omit#TOKEN} itself stays what it is: the caller leaves it out.
     *
     * @throws io.slipway.common.template.TemplateException when something in it is undefined
     */
    public static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Undefined undefined -> throw undefined.failure();
            case Map<?, ?> map -> map(map);
            case Iterable<?> items -> list(items);
            case PyObject object when object != Omit.TOKEN -> Python.str(object);
            default -> value;
        };
    }

    private static Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map) {
        Map<@Nullable Object, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, item) -> {
            Object value = of(item);
            if (value != Omit.TOKEN) {
                copy.put(key, value);
            }
        });
        return Collections.unmodifiableMap(copy);
    }

    private static List<@Nullable Object> list(Iterable<?> items) {
        List<@Nullable Object> copy = new ArrayList<>();
        for (Object item : items) {
            Object value = of(item);
            if (value != Omit.TOKEN) {
                copy.add(value);
            }
        }
        return Collections.unmodifiableList(copy);
    }

    /** The same for a mapping whose keys are names. */
    public static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = LinkedHashMap.newLinkedHashMap(map.size());
        map(map).forEach((key, value) -> copy.put(String.valueOf(key), value));
        return Collections.unmodifiableMap(copy);
    }
}
