package io.slipway.automation.module;

import io.slipway.automation.transport.Reply;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The host that a module acts on, as the user that the task is to become, with the task's environment. */
public interface Node {

    /** The inventory name, for messages. */
    String name();

    /**
     * Runs a script and waits for it: one exchange. A failing script is an answer, not an exception.
     *
     * @throws io.slipway.automation.transport.TransportException when there is no answer
     */
    Reply run(Script script);

    /** Facts already known about the host (without the {@code ansible_} prefix); empty if none were gathered. */
    Map<String, @Nullable Object> facts();

    /** What {@code ansible_python_interpreter} says. */
    default Optional<String> interpreter() {
        return Optional.empty();
    }

    /** Has the next exchange open a new connection. */
    default void reconnect() {}

    /** Whether this is the machine that Slipway runs on. */
    boolean local();
}
