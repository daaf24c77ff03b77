package io.slipway.automation.engine.variables;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one host, as Ansible shows it twice: under {@code ansible_facts} without prefix, and as variables of their own
 * under the names that the module gave ({@code ansible_distribution}, but also {@code services}).
 */
public final class Facts implements Layer {

    private static final Set<String> CONNECTION = Set.of(
            "ansible_connection",
            "ansible_facts",
            "ansible_host",
            "ansible_host_key_checking",
            "ansible_password",
            "ansible_playbook_python",
            "ansible_port",
            "ansible_private_key_file",
            "ansible_rsync_path",
            "ansible_timeout",
            "ansible_user");
    private static final String PREFIX = "ansible_";
    private static final String KEEPS_PREFIX = "ansible_local";

    private final boolean injected;
    private volatile Map<String, @Nullable Object> all = Map.of();
    private volatile Map<String, @Nullable Object> asGiven = Map.of();
    private volatile Map<String, @Nullable Object> bare = Map.of();

    /** @param injected whether facts are variables of their own; {@code ansible_local} is one in any case */
    public Facts(boolean injected) {
        this.injected = injected;
    }

    /** Adds facts as a module returned them; a fact that is known already gets the new value. */
    public synchronized void learn(Map<String, ? extends @Nullable Object> facts) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(all);
        more.putAll(facts);
        all = Collections.unmodifiableMap(more);
        Map<String, @Nullable Object> given = new LinkedHashMap<>(asGiven);
        Map<String, @Nullable Object> prefixless = new LinkedHashMap<>(bare);
        facts.forEach((name, value) -> {
            if (!steersConnection(name) && (injected || name.equals(KEEPS_PREFIX))) {
                given.put(name, value);
            }
            prefixless.put(bareName(name), value);
        });
        asGiven = Collections.unmodifiableMap(given);
        bare = Collections.unmodifiableMap(prefixless);
    }

    /**
     * A node must not say how to connect, or that what it wants runs on this side: such facts are no variables. Ansible leaves out the
     * same.
     */
    private static boolean steersConnection(String name) {
        return CONNECTION.contains(name)
                || name.endsWith("_interpreter")
                || (name.startsWith("ansible_ssh_") && !name.startsWith("ansible_ssh_host_key_"))
                || name.matches("ansible_(become|sudo|su|doas|shell|winrm|psrp|paramiko)(_.*)?");
    }

    public synchronized void forget() {
        all = Map.of();
        asGiven = Map.of();
        bare = Map.of();
    }

    /** As modules gave them. */
    public Map<String, @Nullable Object> all() {
        return all;
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
        Set<String> all = new LinkedHashSet<>(asGiven.keySet());
        all.add("ansible_facts");
        return all;
    }
}
