package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@code loop} variable of a for loop. */
final class Loop implements PyObject, Callable {

    private static final List<String> NAMES = List.of(
            "index",
            "index0",
            "revindex",
            "revindex0",
            "first",
            "last",
            "length",
            "cycle",
            "depth",
            "depth0",
            "previtem",
            "nextitem",
            "changed");

    private final List<@Nullable Object> items;
    private final int depth0;
    private final @Nullable Function<@Nullable Object, String> recursion;
    private int at = -1;
    private @Nullable PyTuple lastSeen;

    Loop(List<@Nullable Object> items, int depth0, @Nullable Function<@Nullable Object, String> recursion) {
        this.items = items;
        this.depth0 = depth0;
        this.recursion = recursion;
    }

    /** The list is read as it is at this moment, so a body may append to what it goes through. */
    boolean advance() {
        if (at + 1 >= items.size()) {
            return false;
        }
        at++;
        return true;
    }

    boolean started() {
        return at >= 0;
    }

    @Nullable
    Object current() {
        return items.get(at);
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "index" -> at + 1L;
            case "index0" -> (long) at;
            case "revindex" -> (long) items.size() - at;
            case "revindex0" -> items.size() - at - 1L;
            case "first" -> at == 0;
            case "last" -> at + 1 >= items.size();
            case "length" -> (long) items.size();
            case "depth" -> depth0 + 1L;
            case "depth0" -> (long) depth0;
            case "previtem" -> at > 0 ? items.get(at - 1) : Undefined.because(name, "there is no previous item");
            case "nextitem" ->
                at + 1 < items.size() ? items.get(at + 1) : Undefined.because(name, "there is no next item");
            case "cycle" -> (Callable) this::cycle;
            case "changed" -> (Callable) this::changed;
            default -> Undefined.attribute(this, name, () -> NAMES);
        };
    }

    private @Nullable Object cycle(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        if (args.isEmpty()) {
            throw TemplateException.of("no items for cycling given");
        }
        return args.get(at % args.size());
    }

    private Object changed(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        PyTuple seen = PyTuple.copyOf(args);
        boolean changed = lastSeen == null || !Python.equal(lastSeen, seen);
        lastSeen = seen;
        return changed;
    }

    @Override
    public @Nullable Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs) {
        if (recursion == null) {
            throw TemplateException.of("the loop must be marked 'recursive' to be called");
        }
        if (args.size() != 1) {
            throw TemplateException.of("loop() takes one argument: what to go through");
        }
        return recursion.apply(args.getFirst());
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }
}
