package io.slipway.common.template;

import io.slipway.common.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's methods of strings, lists and mappings. */
final class Methods {

    private static final Map<String, Method<String>> STRING = StringMethods.table();
    private static final Map<String, Method<List<@Nullable Object>>> LIST = ListMethods.table();
    private static final Map<String, Method<Map<@Nullable Object, @Nullable Object>>> DICT = DictMethods.table();

    private Methods() {}

    /** What a method does with the value it belongs to. */
    @FunctionalInterface
    interface Body<T> {
        @Nullable
        Object apply(T self, Arguments args);
    }

    record Method<T>(String name, Signature signature, Body<T> body) {}

    /** Builds a table of methods. */
    static final class Table<T> {

        private final String type;
        private final Map<String, Method<T>> methods = new HashMap<>();

        Table(String type) {
            this.type = type;
        }

        Table<T> add(String name, String parameters, Body<T> body) {
            methods.put(name, new Method<>(type + "." + name + "()", Signature.of(parameters), body));
            return this;
        }

        Map<String, Method<T>> build() {
            return Map.copyOf(methods);
        }
    }

    /** A method bound to its value, if there is one of that name. */
    static @Nullable Callable find(@Nullable Object owner, String name) {
        return switch (owner) {
            case String s -> bind(STRING.get(name), s);
            case Map<?, ?> map -> bind(DICT.get(name), entries(map));
            case PyTuple tuple -> ListMethods.OF_TUPLES.contains(name) ? bind(LIST.get(name), tuple) : null;
            case List<?> list -> bind(LIST.get(name), Python.iterate(list));
            case null, default -> null;
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<@Nullable Object, @Nullable Object> entries(Map<?, ?> map) {
        return (Map<@Nullable Object, @Nullable Object>) map;
    }

    private static <T> @Nullable Callable bind(@Nullable Method<T> method, T self) {
        return method == null ? null : new Bound<>(method, self);
    }

    private record Bound<T>(Method<T> method, T self) implements Callable {
        @Override
        public @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
            try {
                return method.body.apply(self, method.signature.bind(method.name, args, kwargs));
            } catch (UnsupportedOperationException e) {
                throw new TemplateException(
                        Problem.of(method.name + " can't change this value, which is read-only"), e);
            }
        }
    }

    static List<String> names(@Nullable Object owner) {
        Set<String> names = switch (owner) {
            case String s -> STRING.keySet();
            case Map<?, ?> map -> DICT.keySet();
            case PyTuple tuple -> ListMethods.OF_TUPLES;
            case List<?> list -> LIST.keySet();
            case null, default -> Set.of();
        };
        return names.stream().filter(name -> !name.startsWith("_")).sorted().toList();
    }
}
