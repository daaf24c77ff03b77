package io.slipway.automation.engine;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Pattern;

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

    /** Mitogen speeds Ansible's own strategies up under these names, which stand in many an ansible.cfg; ours need no help. */
    private static final Pattern PREFIX =
            Pattern.compile("^(ansible\\.builtin\\.|mitogen_(?=linear|free|host_pinned))");

    /** @throws EngineException when there is none of that name */
    static Strategy of(String name, Position at) {
        return switch (PREFIX.matcher(name).replaceFirst("")) {
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
