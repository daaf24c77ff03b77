package io.slipway.automation.engine.variables;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one host, as Ansible shows it twice: under {@code ansible_facts} without prefix, and as variables of their own
 * under the names that the module gave ({@code ansible_distribution}, but also {@code services}).
 */
public final class Facts implements Layer {

    private static final String PREFIX = "ansible_";
    private static final String KEEPS_PREFIX = "ansible_local";

    private volatile Map<String, @Nullable Object> asGiven = Map.of();
    private volatile Map<String, @Nullable Object> bare = Map.of();

    /** Adds facts as a module returned them; a fact that is known already gets the new value. */
    public synchronized void learn(Map<String, ? extends @Nullable Object> facts) {
        Map<String, @Nullable Object> given = new LinkedHashMap<>(asGiven);
        Map<String, @Nullable Object> prefixless = new LinkedHashMap<>(bare);
        facts.forEach((name, value) -> {
            given.put(name, value);
            prefixless.put(bareName(name), value);
        });
        asGiven = Collections.unmodifiableMap(given);
        bare = Collections.unmodifiableMap(prefixless);
    }

    public synchronized void forget() {
        asGiven = Map.of();
        bare = Map.of();
    }

    /** By names without {@code ansible_}. */
    public Map<String, @Nullable Object> bare() {
        return bare;
    }

    private static String bareName(String name) {
        return name.startsWith(PREFIX) && !name.equals(KEEPS_PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    @Override
    public @Nullable Object find(String name, Variables asking) {
        if (name.equals("ansible_facts")) {
            return bare;
        }
        Object value = asGiven.get(name);
        return value != null || asGiven.containsKey(name) ? value : ABSENT;
    }

    @Override
    public Set<String> names() {
        Set<String> all = new java.util.LinkedHashSet<>(asGiven.keySet());
        all.add("ansible_facts");
        return all;
    }
}
