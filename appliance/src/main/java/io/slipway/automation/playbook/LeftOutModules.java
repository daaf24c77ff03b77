package io.slipway.automation.playbook;

import java.util.Map;
import java.util.Optional;

/** Modules that content calls and that are left out on purpose: what to use in their place. */
final class LeftOutModules {

    private static final String REGISTRATION =
            "it needs Red Hat's servers, which a pod does not reach: give nodes their packages by"
                    + " yum_repository, or run subscription-manager by command";
    private static final String PYTHON =
            "nodes need no Python: where one has it, ask with command: python3 -c 'import NAME'";

    private static final Map<String, String> INSTEAD = Map.of(
            "redhat_subscription", REGISTRATION,
            "rhsm_release", REGISTRATION,
            "rhsm_repository", REGISTRATION,
            "python_requirements_facts", PYTHON,
            "python_requirements_info", PYTHON);

    private LeftOutModules() {}

    /** @param module with or without its collection */
    static Optional<String> instead(String module) {
        return Optional.ofNullable(INSTEAD.get(module.substring(module.lastIndexOf('.') + 1)));
    }
}
