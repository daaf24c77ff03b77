package io.slipway.automation.engine;

import java.util.Map;

/**
 * What {@code ansible_version} says. Slipway is no Ansible, but content asserts a minimum of it; so it claims the version whose behaviour
 * it follows.
 */
final class AnsibleVersion {

    static final Map<String, Object> CLAIMED =
            Map.of("full", "2.14.18", "string", "2.14.18", "major", 2L, "minor", 14L, "revision", 18L);

    private AnsibleVersion() {}
}
