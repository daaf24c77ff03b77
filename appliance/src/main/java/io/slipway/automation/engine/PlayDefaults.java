package io.slipway.automation.engine;

import java.util.Optional;

/**
 * What the configuration says for plays and tasks that say nothing themselves.
 *
 * @param port to connect to
 * @param managed the text that a template has as {@code ansible_managed}, as it is written
 */
public record PlayDefaults(boolean anyErrorsFatal, boolean noLog, Optional<Integer> port, String managed) {

    public static final PlayDefaults USUAL = new PlayDefaults(false, false, Optional.empty(), "Ansible managed");
}
