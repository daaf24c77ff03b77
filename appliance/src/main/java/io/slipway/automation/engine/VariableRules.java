package io.slipway.automation.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ansible.cfg} says about variables and facts.
 *
 * @param mergeHashes {@code hash_behaviour = merge}
 * @param injectFacts whether facts are variables of their own besides {@code ansible_facts}
 * @param nativeTypes {@code jinja2_native}: text that reads as a Python literal becomes one
 * @param configFile {@code ansible_config_file}
 * @param settings what {@code lookup('config')} finds, by Ansible's names
 */
public record VariableRules(
        boolean mergeHashes,
        boolean injectFacts,
        Gathering gathering,
        boolean nativeTypes,
        Optional<Path> configFile,
        Map<String, @Nullable Object> settings) {

    public static final VariableRules USUAL =
            new VariableRules(false, true, Gathering.IMPLICIT, false, Optional.empty(), Map.of());

    /** When a play begins with gathering facts. */
    public enum Gathering {
        /** Unless it says no. */
        IMPLICIT,
        /** Only if it says so. */
        EXPLICIT,
        /** Unless it says no, but only of hosts whose facts are not known yet. */
        SMART
    }
}
