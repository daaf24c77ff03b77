package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.LIST;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.containers.Engine.Answer;
import io.slipway.automation.module.containers.Engine.Request;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code docker_image_info}. */
final class DockerImageInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "docker_image_info", "Tells what the engine says of Docker images")
            .options(Option.of("name", LIST, "The images, by name or ID; all when not given"))
            .options(EngineOptions.all())
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Engine engine = new Engine(call);
        Set<String> names = new LinkedHashSet<>(call.arguments().strings("name"));
        if (names.isEmpty()) {
            Answer all = engine.look(Map.of("all", Request.get("/images/json"))).getOrDefault("all", Answer.NONE);
            Engine.refuseUnless(all.ok(), all);
            if (all.value() instanceof List<?> list) {
                list.forEach(one -> names.add(Values.text(Values.map(one), "Id")));
            }
        }
        Map<String, Request> requests = new LinkedHashMap<>();
        names.forEach(name -> requests.put(name, ContainerLook.name(name).inspect()));
        List<Map<String, @Nullable Object>> images = engine.look(requests).values().stream()
                .map(Answer::object)
                .filter(image -> !image.isEmpty())
                .toList();
        return ModuleResult.unchanged().with("images", images);
    }
}
