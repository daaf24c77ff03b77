package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that every template sees: Jinja2's, and Ansible's that need nothing from outside. */
final class Globals {

    private Globals() {}

    static void addTo(TemplateEngine.Builder engine) {
        add(engine, "range", "start stop? step?", Globals::range);
        add(engine, "dict", "other? **", Globals::dict);
        add(engine, "namespace", "other? **", args -> new Namespace(strings(dict(args))));
        add(engine, "cycler", "*", args -> new Cycler(args.rest()));
        add(engine, "joiner", "sep?", args -> new Joiner(args.text("sep", ", ")));
        add(
                engine,
                "undef",
                "hint?",
                args -> Undefined.because("undef", args.text("hint", "Mandatory variable has not been overridden")));
    }

    @FunctionalInterface
    private interface Function {
        @Nullable
        Object apply(Arguments args);
    }

    private static void add(TemplateEngine.Builder engine, String name, String parameters, Function function) {
        Signature signature = Signature.of(parameters);
        engine.function(name, (args, kwargs) -> function.apply(signature.bind(name + "()", args, kwargs)));
    }

    private static List<@Nullable Object> range(Arguments args) {
        boolean one = !args.has("stop");
        long start = one ? 0 : args.integer("start");
        long stop = one ? args.integer("start") : args.integer("stop");
        return new PyRange(start, stop, args.integer("step", 1));
    }

    private static Map<@Nullable Object, @Nullable Object> dict(Arguments args) {
        Map<@Nullable Object, @Nullable Object> map = args.any("other") instanceof Map<?, ?> other
                ? new LinkedHashMap<>(other)
                : args.has("other") ? DictMethods.fromPairs(Python.iterate(args.any("other"))) : new LinkedHashMap<>();
        map.putAll(args.restNamed());
        return map;
    }

    private static Map<String, @Nullable Object> strings(Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((key, value) -> named.put(Python.str(key), value));
        return named;
    }

    private static final class Cycler implements PyObject {

        private final List<@Nullable Object> items;
        private int at;

        Cycler(List<@Nullable Object> items) {
            if (items.isEmpty()) {
                throw TemplateException.of("at least one item has to be provided");
            }
            this.items = items;
        }

        @Override
        public @Nullable Object attribute(String name) {
            return switch (name) {
                case "current" -> items.get(at);
                case "next" ->
                    (Callable) (args, kwargs) -> {
                        Object now = items.get(at);
                        at = (at + 1) % items.size();
                        return now;
                    };
                case "reset" ->
                    (Callable) (args, kwargs) -> {
                        at = 0;
                        return null;
                    };
                default -> Undefined.attribute(this, name, () -> List.of("current", "next", "reset"));
            };
        }

        @Override
        public String typeName() {
            return "Cycler";
        }
    }

    private static final class Joiner implements Callable {

        private final String separator;
        private boolean used;

        Joiner(String separator) {
            this.separator = separator;
        }

        @Override
        public @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
            boolean first = !used;
            used = true;
            return first ? "" : separator;
        }
    }
}
