package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a filter, test, method or global was called with, bound to its parameters' names. */
public final class Arguments {

    private final String function;
    private final Map<String, @Nullable Object> bound;
    private final List<@Nullable Object> rest;
    private final Map<String, @Nullable Object> restNamed;

    Arguments(
            String function,
            Map<String, @Nullable Object> bound,
            List<@Nullable Object> rest,
            Map<String, @Nullable Object> restNamed) {
        this.function = function;
        this.bound = bound;
        this.rest = rest;
        this.restNamed = restNamed;
    }

    /** What was called, for messages: {@code the filter 'join'}. */
    public String function() {
        return function;
    }

    public boolean has(String name) {
        return bound.containsKey(name);
    }

    /** Positional arguments beyond the named parameters; all of them when there is no signature. */
    public List<@Nullable Object> rest() {
        return rest;
    }

    /** Named arguments beyond the parameters; all of them when there is no signature. */
    public Map<String, @Nullable Object> restNamed() {
        return restNamed;
    }

    /** The argument as it is; None when it was left out. */
    public @Nullable Object any(String name) {
        return bound.get(name);
    }

    public @Nullable Object any(String name, @Nullable Object otherwise) {
        return bound.containsKey(name) ? bound.get(name) : otherwise;
    }

    /** A string; None when left out or None. */
    public @Nullable String text(String name) {
        Object value = bound.get(name);
        return value == null ? null : Python.str(value);
    }

    public String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    /** A string that must be one. */
    public String string(String name) {
        Object value = bound.get(name);
        if (value instanceof String s) {
            return s;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of(function + " needs a string for '" + name + "', not " + Python.typeName(value));
    }

    public long integer(String name) {
        return Numbers.index(bound.get(name), "'" + name + "' of " + function);
    }

    public long integer(String name, long otherwise) {
        return bound.get(name) == null ? otherwise : integer(name);
    }

    public double number(String name, double otherwise) {
        Object value = bound.get(name);
        return value == null ? otherwise : Numbers.asDouble(value);
    }

    /** Python truth of the argument. */
    public boolean flag(String name, boolean otherwise) {
        return bound.containsKey(name) ? Python.truthy(bound.get(name)) : otherwise;
    }
}
