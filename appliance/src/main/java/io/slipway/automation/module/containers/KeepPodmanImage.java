package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.containers.PodmanCommand.Word;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task's work on one image of Podman. */
final class KeepPodmanImage {

    private static final String LOOK = """
            ask images "$_podman" image ls "$_name" --format json
            [ -z "$_arch" ] || ask inspected "$_podman" inspect "$_name" --format json
            ask ids "$_podman" image ls --quiet --no-trunc
            [ -z "$_short" ] || ask search "$_podman" info --format '{{range index .Registries "search"}}{{println .}}{{end}}'
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final PodmanCommand podman;
    private final PodmanWords words;
    private final ImageName name;
    private final List<String> actions = new ArrayList<>();
    private boolean changed;
    private Object image = Map.of();
    private String output = "";

    KeepPodmanImage(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
        this.podman = new PodmanCommand(call);
        this.name = ImageName.parse(a.string("name")).orTag(a.string("tag"));
        this.words = new PodmanWords(a, name, podman.registryWords());
        if (a.string("name").startsWith("-") || a.string("name").isBlank()) {
            throw new ModuleFailure("'" + a.string("name") + "' is not the name of an image");
        }
    }

    ModuleResult run() {
        boolean shortName = a.has("username") && name.repository().indexOf('/') < 0;
        Found found = podman.ask(Script.of(LOOK)
                .set("_name", name.toString())
                .set("_arch", a.text("arch").orElse(""))
                .set("_short", shortName ? "yes" : "")
                .text());
        if (a.string("state").equals("absent")) {
            remove(found);
        } else {
            present(found);
        }
        ModuleResult result = ModuleResult.changed(changed)
                .with("actions", actions)
                .with("podman_actions", podman.actions())
                .with("image", image)
                .with("stdout", output);
        return words.warning().isEmpty() ? result : result.with("warnings", List.of(words.warning()));
    }

    private void present(Found found) {
        Map<String, @Nullable Object> there = first(found.text("images"));
        String arch = a.text("arch").orElse("");
        if (!arch.isEmpty() && !arch.equals(Values.text(first(found.text("inspected")), "Architecture"))) {
            there = Map.of();
        }
        boolean build = a.has("path");
        if (there.isEmpty() || (a.flag("force") && (build || a.flag("pull")))) {
            if (!build && !a.flag("pull")) {
                throw new ModuleFailure(Problem.of("Failed to find image " + name + " locally, image pull set to False")
                        .hint("load or build it first, or allow pull"));
            }
            actions.add(build ? "Built image " + name + " from " + a.string("path") : "Pulled image " + name);
            make(build, found, there);
        }
        if (a.flag("push")) {
            push();
        }
    }

    private void make(boolean build, Found found, Map<String, @Nullable Object> before) {
        changed = true;
        List<Word> line = build ? words.build() : words.pull();
        if (call.check()) {
            return;
        }
        Set<String> registries = new LinkedHashSet<>(List.of(name.registry()));
        registries.addAll(
                found.lines("search").stream().filter(one -> !one.isBlank()).toList());
        Found made = podman.run(line, build ? name.toString() : "", registries);
        refuseUnless(made, "Failed to " + (build ? "build" : "pull") + " image " + name);
        if (build) {
            output = made.text("out") + made.text("err");
        }
        image = list(made.text("image"));
        changed = !Values.text(before, "Digest").equals(Values.text(first(made.text("image")), "Digest"))
                || before.isEmpty();
    }

    private void push() {
        List<Word> line = words.push();
        String dest = Values.text(words.pushing(), "dest");
        actions.add("Pushed image " + name + (name.repository().contains("/") ? "" : " to " + dest));
        changed = true;
        if (call.check()) {
            return;
        }
        String registry = name.repository().contains("/")
                ? name.registry()
                : ImageName.parse(dest + "/" + name.repository()).registry();
        Found pushed = podman.run(line, name.toString(), Set.of(registry));
        refuseUnless(pushed, "Failed to push image " + name);
        output += "\n" + pushed.text("out") + pushed.text("err");
        image = list(pushed.text("image"));
    }

    private void remove(Found found) {
        boolean byName = !first(found.text("images")).isEmpty();
        String id = name.repository().replaceFirst("^sha256:", "");
        boolean byId = id.matches("[0-9a-f]{12,64}")
                && found.lines("ids").stream()
                        .anyMatch(one -> one.replaceFirst("^sha256:", "").startsWith(id));
        if (!byName && !byId) {
            return;
        }
        changed = true;
        actions.add(byName ? "Removed image " + name.repository() : "Removed image with id " + name);
        image = Map.of("state", "Deleted");
        if (!call.check()) {
            Found removed = podman.run(words.remove(byName ? name.toString() : id), name.toString(), Set.of());
            refuseUnless(removed, "Failed to remove image " + name);
        }
    }

    private static void refuseUnless(Found done, String what) {
        if (done.number("rc") != 0) {
            throw new ModuleFailure(what + ": " + (done.text("out") + "\n" + done.text("err")).strip())
                    .with("rc", done.number("rc"))
                    .with("stdout", done.text("out"))
                    .with("stderr", done.text("err"));
        }
    }

    private static Map<String, @Nullable Object> first(String json) {
        List<?> list = list(json);
        return list.isEmpty() ? Map.of() : Values.map(list.getFirst());
    }

    private static List<?> list(String json) {
        try {
            return !json.isBlank() && Json.read("podman", json) instanceof List<?> list ? list : List.of();
        } catch (JsonException e) {
            throw new ModuleFailure(Problem.of("podman answers what is no JSON: " + json.strip()), e);
        }
    }
}
