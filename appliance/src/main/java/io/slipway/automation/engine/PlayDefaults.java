package io.slipway.automation.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * What the configuration says for plays and tasks that say nothing themselves.
 *
 * @param strategy the name of one
 * @param port to connect to
 * @param managed the text that a template has as {@code ansible_managed}, as it is written
 * @param timeout how long a task may take
 */
public record PlayDefaults(
        String strategy,
        boolean anyErrorsFatal,
        boolean noLog,
        Optional<Integer> port,
        String managed,
        Optional<Duration> timeout) {

    public static final PlayDefaults USUAL =
            new PlayDefaults("linear", false, false, Optional.empty(), "Ansible managed", Optional.empty());
}
