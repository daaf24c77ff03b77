package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.containers.Engine.Answer;
import io.slipway.automation.module.containers.Engine.Request;
import io.slipway.automation.module.containers.Engine.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code docker_volume}. */
final class DockerVolumeModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("docker_volume", "Makes and removes Docker volumes")
            .options(
                    Option.of("volume_name", STRING, "The volume").alias("name").mandatory(),
                    Option.of("state", STRING, "Whether it is to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("driver", STRING, "What keeps it").orElse("local"),
                    Option.of("driver_options", MAP, "Options for the driver").orElse(Map.of()),
                    Option.of("labels", MAP, "Labels"),
                    Option.of("recreate", STRING, "When it is made anew, which loses what it holds")
                            .oneOf("always", "never", "options-changed")
                            .orElse("never"))
            .options(EngineOptions.all())
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Engine engine = new Engine(call);
        String path = "/volumes/" + Engine.encoded(a.string("volume_name"));
        Answer answer = engine.look(Map.of("volume", Request.get(path))).getOrDefault("volume", Answer.NONE);
        Engine.refuseUnless(answer.ok() || answer.status() == 404, answer);
        Map<String, @Nullable Object> volume = answer.object();
        boolean present = a.string("state").equals("present");
        Differences differences = new Differences();
        if (present && !volume.isEmpty()) {
            compare(a, volume, differences);
        }
        String recreate = a.string("recreate");
        boolean anew = recreate.equals("always") || (recreate.equals("options-changed") && !differences.isEmpty());
        List<Step> steps = new ArrayList<>();
        List<String> actions = new ArrayList<>();
        if (!volume.isEmpty() && (!present || anew)) {
            steps.add(new Step("cannot remove volume " + a.string("volume_name"), Request.delete(path)));
            actions.add("Removed volume " + a.string("volume_name"));
        }
        if (present && (volume.isEmpty() || anew)) {
            steps.add(new Step(
                    "cannot make volume " + a.string("volume_name"), Request.post("/volumes/create", body(a))));
            actions.add("Created volume " + a.string("volume_name") + " with driver " + a.string("driver"));
        }
        if (present && !steps.isEmpty()) {
            steps.add(new Step("cannot look at volume " + a.string("volume_name"), Request.get(path)));
        }
        if (!steps.isEmpty() && !call.check()) {
            volume = engine.act(steps).getLast().object();
        }
        ModuleResult result = ModuleResult.changed(!actions.isEmpty());
        if (present) {
            result = result.with("volume", volume.isEmpty() ? null : volume);
        }
        if (call.check() || !present) {
            result = result.with("actions", actions);
        }
        differences.add("exists", present, !answer.object().isEmpty());
        return call.diff() ? result.with(differences.diff()) : result;
    }

    private static Map<String, @Nullable Object> body(Arguments a) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("Name", a.string("volume_name"));
        body.put("Driver", a.string("driver"));
        body.put("DriverOpts", Values.texts(a.map("driver_options")));
        if (a.has("labels")) {
            body.put("Labels", Values.texts(a.map("labels")));
        }
        return body;
    }

    private static void compare(Arguments a, Map<String, @Nullable Object> volume, Differences differences) {
        differences.compare("driver", a.string("driver"), volume.get("Driver"));
        differences.entries("driver_options", a.map("driver_options"), Values.map(volume.get("Options")));
        differences.entries("labels", a.map("labels"), Values.map(volume.get("Labels")));
    }
}
