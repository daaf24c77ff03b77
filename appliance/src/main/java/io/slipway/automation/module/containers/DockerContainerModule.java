package io.slipway.automation.module.containers;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;

/** {@code docker_container}: a container, compared with what the engine says of it. */
final class DockerContainerModule implements Module {

    @Override
    public ModuleSpec spec() {
        return ContainerSpec.SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new KeepContainer(call).run();
    }
}
