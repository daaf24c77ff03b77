package io.slipway.automation.engine.variables;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code hostvars}: for every host, also those outside the play, what is known about it. Nothing is worked out before it is asked for. */
public final class HostVariables extends LookupMap {

    private final Variables asking;
    private final Supplier<List<String>> hosts;
    private final Predicate<String> knows;
    private final Function<String, Layers> layers;
    private final Map<String, VariablesMap> known = new HashMap<>();

    /**
     * @param asking whose template this is
     * @param layers what is known about a host without any task
     */
    public HostVariables(
            Variables asking, Supplier<List<String>> hosts, Predicate<String> knows, Function<String, Layers> layers) {
        this.asking = asking;
        this.hosts = hosts;
        this.knows = knows;
        this.layers = layers;
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        if (!containsKey(key)) {
            return null;
        }
        return known.computeIfAbsent(
                String.valueOf(key), host -> new VariablesMap(asking.of(host, layers.apply(host))));
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key instanceof String host && knows.test(host);
    }

    @Override
    Collection<? extends @Nullable Object> keys() {
        return hosts.get();
    }
}
