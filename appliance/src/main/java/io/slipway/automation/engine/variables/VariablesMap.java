package io.slipway.automation.engine.variables;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All variables of a host as a mapping: {@code vars}, and what {@code hostvars[host]} gives. */
final class VariablesMap extends LookupMap {

    /** Would contain themselves. */
    private static final Set<String> HIDDEN = Set.of("vars", "hostvars");

    private final Variables variables;

    VariablesMap(Variables variables) {
        this.variables = variables;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return containsKey(key) ? variables.get(String.valueOf(key)) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String name && variables.holds(name);
    }

    @Override
    Collection<? extends @Nullable Object> keys() {
        Set<String> names = new TreeSet<>(variables.names());
        names.removeAll(HIDDEN);
        names.removeIf(name -> !variables.holds(name));
        return names;
    }
}
