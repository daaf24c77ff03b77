package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What there is before a container is made or changed.
 *
 * @param image that is asked for; empty when it is not there, or none is asked for
 * @param networks name → the engine's description
 * @param node what the node's shell told
 */
record ContainerLook(
        ContainerState container,
        Map<String, @Nullable Object> image,
        Map<String, Map<String, @Nullable Object>> networks,
        Map<String, Engine.Answer> answers,
        Found node) {

    static ContainerLook at(Engine engine, Arguments a) {
        Map<String, Engine.Request> requests = new LinkedHashMap<>();
        requests.put("container", inspect(a.string("name")));
        a.text("image").ifPresent(image -> requests.put("image", name(image).inspect()));
        if (a.has("networks")) {
            requests.put("networks", Engine.Request.get("/networks"));
        }
        ContainerWish.others(a).forEach(other -> requests.put("container " + other, inspect(other)));
        String more = "tell home \"$HOME\"\ntell folder \"$(pwd -P)\"\n"
                + (a.has("env_file")
                        ? NodePath.assign("_env", a.string("env_file"))
                                + "[ ! -r \"$_env\" ] || tell env_file \"$(cat -- \"$_env\")\"\n"
                        : "");
        Found[] told = new Found[1];
        Map<String, Engine.Answer> answers = engine.look(requests, told, more);
        answers.values().forEach(answer -> Engine.refuseUnless(answer.ok() || answer.status() == 404, answer));
        return new ContainerLook(
                new ContainerState(
                        answers.getOrDefault("container", Engine.Answer.NONE).object()),
                answers.getOrDefault("image", Engine.Answer.NONE).object(),
                byName(answers.getOrDefault("networks", Engine.Answer.NONE)),
                answers,
                told[0]);
    }

    static Engine.Request inspect(String nameOrId) {
        return Engine.Request.get("/containers/" + Engine.encoded(nameOrId) + "/json");
    }

    static ImageName name(String image) {
        return ImageName.parse(image).orTag("latest");
    }

    private static Map<String, Map<String, @Nullable Object>> byName(Engine.Answer answer) {
        Map<String, Map<String, @Nullable Object>> networks = new LinkedHashMap<>();
        if (answer.value() instanceof List<?> list) {
            list.forEach(one -> networks.put(Values.text(Values.map(one), "Name"), Values.map(one)));
        }
        return networks;
    }
}
