package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.containers.Engine.Request;
import io.slipway.automation.module.containers.Engine.Step;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is to be done to a container: collected, then asked of the engine in one exchange. In check mode only collected. */
final class ContainerActs {

    private final ModuleCall call;
    private final Arguments a;
    private final Engine engine;
    private final List<Step> steps = new ArrayList<>();
    private final List<Map<String, ? extends @Nullable Object>> done = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    ContainerActs(ModuleCall call, Engine engine) {
        this.call = call;
        this.a = call.arguments();
        this.engine = engine;
    }

    /** Says that something changes, and what. */
    void note(Map<String, ? extends @Nullable Object> action) {
        done.add(action);
    }

    boolean anyDone() {
        return !done.isEmpty();
    }

    boolean nothingToDo() {
        return steps.isEmpty();
    }

    List<Map<String, ? extends @Nullable Object>> done() {
        return done;
    }

    List<String> warnings() {
        return warnings;
    }

    private void add(String failure, Request request) {
        steps.add(new Step(failure, request));
    }

    private static String path(ContainerState container, String verb) {
        return "/containers/" + Engine.encoded(container.id()) + verb;
    }

    void stop(ContainerState container) {
        String id = container.id();
        if (a.flag("force_kill")) {
            String signal = a.text("kill_signal")
                    .map(text -> "?signal=" + Engine.encoded(text))
                    .orElse("");
            note(action("killed", id, "signal", a.text("kill_signal").orElse(null)));
            add("Error killing container " + id, Request.post(path(container, "/kill" + signal), null));
            return;
        }
        String time = a.integer("stop_timeout")
                .filter(seconds -> seconds != 0)
                .map(seconds -> "?t=" + seconds)
                .orElse("");
        note(action("stopped", id, "timeout", a.integer("stop_timeout").orElse(null)));
        add("Error stopping container " + id, Request.post(path(container, "/stop" + time), null));
    }

    void remove(ContainerState container) {
        if (container.running()) {
            stop(container);
        }
        delete(container, false);
        add("Timeout while waiting for container \"" + container.id() + "\"", gone(container));
    }

    private Request gone(ContainerState container) {
        long limit = a.has("removal_wait_timeout") ? Math.max(0, (long) a.real("removal_wait_timeout")) : -1;
        return Request.gone(path(container, "/json"), limit);
    }

    private void delete(ContainerState container, boolean force) {
        Map<String, @Nullable Object> action =
                action("removed", container.id(), "volume_state", !a.flag("keep_volumes"));
        action.put("link", false);
        action.put("force", force);
        note(action);
        add(
                "Error removing container " + container.id(),
                Request.delete(path(container, "?v=" + !a.flag("keep_volumes") + "&link=false&force=" + force)));
    }

    /** @param old waited for when it is just going away */
    void create(ContainerState old, Map<String, @Nullable Object> values, String image) {
        if (old.removing()) {
            add("Timeout while waiting for container \"" + old.id() + "\"", gone(old));
        }
        Map<String, @Nullable Object> body = ContainerState.body(values, image);
        note(action("created", "Created container", "create_parameters", body));
        String name = Engine.encoded(a.string("name"));
        String platform = a.text("platform")
                .map(text -> "&platform=" + Engine.encoded(text))
                .orElse("");
        add("Error creating container", Request.post("/containers/create?name=" + name + platform, body));
        add("Error looking at container " + a.string("name"), ContainerLook.inspect(a.string("name")));
    }

    void update(ContainerState container, Map<String, @Nullable Object> body) {
        note(action("updated", container.id(), "update_parameters", body));
        add("Error updating container " + container.id(), Request.post(path(container, "/update"), body));
    }

    void join(ContainerState container, ContainerNetworks.Change change) {
        if (change.joined()) {
            leave(container, change.name());
        }
        note(action("added_to_network", change.name(), "network_parameters", change.network()));
        steps.add(ContainerNetworks.join(change.network(), container.id()));
    }

    void leave(ContainerState container, String network) {
        note(Map.of("removed_from_network", network));
        steps.add(ContainerNetworks.leave(network, container.id()));
    }

    void start(ContainerState container) {
        note(Map.of("started", container.id()));
        add("Error starting container " + container.id(), Request.post(path(container, "/start"), null));
    }

    void restart(ContainerState container) {
        note(action(
                "restarted",
                container.id(),
                "timeout",
                a.integer("stop_timeout").orElse(null)));
        long time = a.integer("stop_timeout").filter(seconds -> seconds != 0).orElse(10L);
        add("Error restarting container " + container.id(), Request.post(path(container, "/restart?t=" + time), null));
    }

    void pause(ContainerState container, boolean still) {
        note(Map.of("set_paused", still));
        add(
                "Error " + (still ? "pausing" : "unpausing") + " container " + container.id(),
                Request.post(path(container, still ? "/pause" : "/unpause"), null));
    }

    void look(ContainerState container) {
        add("Error looking at container " + container.id(), ContainerLook.inspect(container.id()));
    }

    /** @return what the last step answered */
    Map<String, @Nullable Object> perform() {
        if (call.check() || steps.isEmpty()) {
            steps.clear();
            return Map.of();
        }
        List<Engine.Answer> answers = engine.act(List.copyOf(steps));
        for (int i = 0; i < steps.size(); i++) {
            String path = steps.get(i).request().path();
            if (path.startsWith("/containers/create") || path.endsWith("/update")) {
                Values.strings(answers.get(i).object().get("Warnings"))
                        .forEach(warning -> warnings.add("Docker warning: " + warning));
            }
        }
        steps.clear();
        Engine.Answer last = answers.getLast();
        return last.body().startsWith("{") ? last.object() : Map.of();
    }

    /** Starts it, lets it run to its end, and gives back its output. */
    ModuleResult waitForEnd(ContainerState container, ModuleResult result) {
        boolean vanishes = a.flag("auto_remove");
        add("Error waiting for container " + container.id(), Request.post(path(container, "/wait"), null));
        Map<String, @Nullable Object> ended = perform();
        Object status = ended.get("StatusCode");
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        String output = "Cannot retrieve result as auto_remove is enabled";
        if (!vanishes) {
            look(container);
            raw = new LinkedHashMap<>(perform());
            output = output(raw, container);
            if (a.flag("cleanup")) {
                delete(container, true);
                perform();
                raw = new LinkedHashMap<>();
            }
        }
        raw.put("Output", output);
        ModuleResult all = result.with("container", raw).with("status", status);
        return Long.valueOf(0).equals(status) ? all : all.failing().with("msg", output);
    }

    private String output(Map<String, @Nullable Object> raw, ContainerState container) {
        String driver = Values.text(Values.map(Values.map(raw.get("HostConfig")).get("LogConfig")), "Type");
        if (!List.of("json-file", "journald", "local").contains(driver)) {
            return "Result logged using `" + driver + "` driver";
        }
        byte[] log = engine.raw(Request.get(path(container, "/logs?stdout=1&stderr=1&tail=all")));
        return OutputFrames.text(log, Values.truth(Values.map(raw.get("Config")).get("Tty")));
    }

    /** Asks the engine every second until the container's health check is content. */
    Map<String, @Nullable Object> waitForHealth(ContainerState first) {
        ContainerState now = first;
        long left = (long) a.real("healthy_wait_timeout");
        while (!now.health().equals("healthy")) {
            if (now.health().isEmpty() || !now.running() || now.health().equals("unhealthy")) {
                throw new ModuleFailure(Problem.of("Container \"" + now.id() + "\" is not healthy")
                        .because(
                                now.health().isEmpty()
                                        ? "it has no health check"
                                        : now.running() ? "its health check fails" : "it has ended")
                        .hint("look at its log with: docker logs " + a.string("name")));
            }
            if (left-- <= 0) {
                throw new ModuleFailure("Timeout of " + (long) a.real("healthy_wait_timeout")
                        + " seconds exceeded while waiting for container \"" + now.id() + "\"");
            }
            now = new ContainerState(
                    engine.afterASecond(ContainerLook.inspect(now.id())).object());
        }
        return now.raw();
    }

    private static Map<String, @Nullable Object> action(
            String name, @Nullable Object value, String more, @Nullable Object detail) {
        Map<String, @Nullable Object> action = new HashMap<>();
        action.put(name, value);
        action.put(more, detail);
        return action;
    }
}
