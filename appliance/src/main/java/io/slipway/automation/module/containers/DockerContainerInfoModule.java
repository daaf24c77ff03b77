package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.containers.Engine.Answer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code docker_container_info}. */
final class DockerContainerInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "docker_container_info", "Tells what the engine says of a Docker container")
            .options(Option.of("name", STRING, "The container").mandatory())
            .options(EngineOptions.all())
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Answer answer = new Engine(call)
                .look(Map.of("it", ContainerLook.inspect(call.string("name"))))
                .getOrDefault("it", Answer.NONE);
        Engine.refuseUnless(answer.ok() || answer.status() == 404, answer);
        Map<String, @Nullable Object> container = answer.object();
        return ModuleResult.unchanged()
                .with("exists", !container.isEmpty())
                .with("container", container.isEmpty() ? null : container);
    }
}
