package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One area of facts. */
interface Collector {

    /** The name of the area in {@code gather_subset}. */
    String name();

    /** Names of single facts that also select it. */
    Set<String> aliases();

    /** Whether it is gathered even for {@code !all}. */
    default boolean minimal() {
        return false;
    }

    /** Names of areas that come along, as they do in Ansible. */
    default Set<String> needs() {
        return Set.of();
    }

    /** Shell text that tells what {@link #facts} reads; names of variables begin with an underscore. */
    String script();

    /** The facts, without {@code ansible_}. */
    Map<String, @Nullable Object> facts(Found found);
}
