package io.slipway.automation.engine;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.List;

/** In which order the hosts of a batch do their tasks. */
enum Strategy {
    /** All do a task before any does the next. */
    LINEAR,
    /** Each goes on as soon as it can. */
    FREE,
    /** As {@link #FREE}, but a host that has begun is through before another begins in its place. */
    HOST_PINNED,
    /** As {@link #LINEAR}, and a task that fails opens the debugger. */
    DEBUG;

    private static final List<String> NAMES = List.of("linear", "free", "host_pinned", "debug");

    /** @throws EngineException when there is none of that name */
    static Strategy of(String name, Position at) {
        String plain = name.startsWith("ansible.builtin.") ? name.substring("ansible.builtin.".length()) : name;
        return switch (plain) {
            case "linear" -> LINEAR;
            case "free" -> FREE;
            case "host_pinned" -> HOST_PINNED;
            case "debug" -> DEBUG;
            default ->
                throw new EngineException(Problem.of("Invalid play strategy specified: " + name)
                        .at(at)
                        .because("there are " + String.join(", ", NAMES))
                        .hint(NearMiss.hint(name, NAMES)));
        };
    }

    boolean together() {
        return this == LINEAR || this == DEBUG;
    }

    boolean debugging() {
        return this == DEBUG;
    }
}
