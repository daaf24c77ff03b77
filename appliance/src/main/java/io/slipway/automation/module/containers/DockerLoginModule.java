package io.slipway.automation.module.containers;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.containers.Engine.Request;
import io.slipway.automation.module.containers.Engine.Step;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code docker_login}. */
final class DockerLoginModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("docker_login", "Logs in to a registry, and out of it")
            .options(
                    Option.of("registry_url", STRING, "The registry")
                            .alias("registry", "url")
                            .orElse("https://index.docker.io/v1/"),
                    Option.of("username", STRING, "Who logs in"),
                    Option.of("password", STRING, "With which password").secret(),
                    Option.of("reauthorize", BOOL, "Whether to log in again in any case")
                            .alias("reauth")
                            .orElse(false),
                    Option.of("config_path", PATH, "File of the node that keeps logins")
                            .alias("dockercfg_path")
                            .orElse("~/.docker/config.json"),
                    Option.of("state", STRING, "Whether to be logged in")
                            .oneOf("present", "absent")
                            .orElse("present"))
            .options(EngineOptions.all())
            .neededIf("state", "present", "username", "password")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String place = NodePath.assign("_config", a.string("config_path"));
        Found found = Found.ask(
                call.node(),
                Found.script(place
                        + "tell path \"$_config\"\n[ ! -r \"$_config\" ] || tell config \"$(cat -- \"$_config\")\"\n"));
        Map<String, @Nullable Object> config = new LinkedHashMap<>(found.some("config")
                .map(text -> Values.map(Json.read(found.text("path"), text)))
                .orElse(Map.of()));
        String registry = a.string("registry_url");
        LoginStore store = LoginStore.in(config, registry, call.node(), found.text("path"));
        LoginStore.Login known = store.get();
        if (a.string("state").equals("absent")) {
            if (known != null && !call.check()) {
                store.erase();
            }
            return ModuleResult.changed(known != null).with("login_result", Map.of());
        }
        LoginStore.Login wanted = new LoginStore.Login(a.string("username"), a.string("password"));
        boolean again = !wanted.equals(known) || a.flag("reauthorize");
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        if (again) {
            answer.putAll(logIn(new Engine(call), wanted, registry));
            if (!call.check()) {
                store.put(wanted);
            }
        } else {
            answer.put("username", wanted.username());
            answer.put("email", null);
            answer.put("serveraddress", registry);
        }
        return ModuleResult.changed(again).with("login_result", answer);
    }

    private static Map<String, @Nullable Object> logIn(Engine engine, LoginStore.Login login, String registry) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("username", login.username());
        body.put("password", login.password());
        body.put("serveraddress", registry);
        return engine.act(List.of(new Step(
                        "Logging into " + registry + " for user " + login.username() + " failed",
                        Request.post("/auth", body))))
                .getFirst()
                .object();
    }
}
