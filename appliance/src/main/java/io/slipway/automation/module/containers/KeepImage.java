package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.containers.Engine.Answer;
import io.slipway.automation.module.containers.Engine.Request;
import io.slipway.automation.module.containers.Engine.Step;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One task's work on one image. */
final class KeepImage {

    private final ModuleCall call;
    private final Arguments a;
    private final Engine engine;
    private final MoveImage move;
    private final ImageName name;
    private final List<String> actions = new ArrayList<>();
    private boolean changed;
    private Map<String, @Nullable Object> image = Map.of();
    private @Nullable String output;

    KeepImage(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
        this.engine = new Engine(call);
        this.name = ImageName.parse(a.string("name")).orTag(a.string("tag"));
        this.move = new MoveImage(call, name);
    }

    ModuleResult run() {
        String tag = a.string("tag");
        if (!tag.isEmpty() && !tag.matches("[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}")) {
            throw new ModuleFailure("\"" + tag + "\" is not a valid docker tag!");
        }
        boolean byId = ImageName.isId(a.string("name"));
        String repository = a.text("repository").orElse("");
        if (ImageName.isId(repository)) {
            throw new ModuleFailure("`repository` must not be an image ID; got: " + repository);
        }
        if (repository.isEmpty() && a.flag("push") && byId) {
            throw new ModuleFailure(
                    "Cannot push an image by ID; specify `repository` to tag and push the image with ID " + name
                            + " instead");
        }
        if (a.string("state").equals("absent")) {
            remove(find(name));
        } else {
            present(byId, repository);
        }
        ModuleResult result =
                ModuleResult.changed(changed).with("actions", actions).with("image", image);
        return output == null
                ? result
                : result.with("stdout", output).with("stdout_lines", Words.lines(String.valueOf(output)));
    }

    private Map<String, @Nullable Object> find(ImageName one) {
        Answer answer = engine.look(Map.of("image", one.inspect())).getOrDefault("image", Answer.NONE);
        Engine.refuseUnless(answer.ok() || answer.status() == 404 || answer.status() == 400, answer);
        return answer.ok() ? answer.object() : Map.of();
    }

    private void remove(Map<String, @Nullable Object> found) {
        if (found.isEmpty()) {
            return;
        }
        if (!call.check()) {
            String path = "/images/" + Engine.encoded(name.toString()).replace("%2F", "/");
            engine.act(List.of(new Step(
                    "Error removing image " + name, Request.delete(path + "?force=" + a.flag("force_absent")))));
        }
        changed = true;
        actions.add("Removed image " + name);
        image = Map.of("state", "Deleted");
    }

    private void present(boolean byId, String repository) {
        Map<String, @Nullable Object> found = find(name);
        if (!found.isEmpty() && !a.flag("force_source")) {
            image = found;
        } else {
            bring(found, byId);
        }
        if (a.has("archive_path")) {
            archive();
        }
        if (!repository.isEmpty()) {
            tag(repository);
        } else if (a.flag("push")) {
            push(name);
        }
    }

    private void bring(Map<String, @Nullable Object> found, boolean byId) {
        String source = a.string("source");
        if (byId && (source.equals("build") || source.equals("pull"))) {
            throw new ModuleFailure("Image name must not be an image ID for source=" + source + "; got: " + name);
        }
        if (source.equals("local")) {
            if (found.isEmpty()) {
                throw new ModuleFailure("Cannot find the image " + name + " locally.");
            }
            image = found;
            return;
        }
        changed = true;
        switch (source) {
            case "build" -> {
                actions.add("Built image " + name + " from " + Values.text(a.map("build"), "path"));
                output = move.build();
            }
            case "load" -> {
                actions.add("Loaded image " + name + " from " + a.string("load_path"));
                move.load();
            }
            default -> {
                actions.add("Pulled image " + name);
                if (!call.check()) {
                    new DockerCommand(call).pull(name, Values.text(a.map("pull"), "platform"));
                }
            }
        }
        if (!call.check()) {
            image = find(name);
            changed = found.isEmpty() || !Values.text(found, "Id").equals(Values.text(image, "Id"));
        }
    }

    private void archive() {
        Map<String, @Nullable Object> saved = find(name);
        if (saved.isEmpty()) {
            return;
        }
        String reason = move.whyToArchive(Values.text(saved, "Id"));
        changed = !reason.isEmpty();
        if (changed) {
            actions.add("Archived image " + name + " to " + a.string("archive_path") + ", " + reason);
            if (!call.check()) {
                move.archive();
            }
        }
        image = saved;
    }

    private void tag(String repository) {
        ImageName other = ImageName.parse(repository).orTag(name.tag().isEmpty() ? "latest" : name.tag());
        Map<String, @Nullable Object> taken = find(other);
        if (taken.isEmpty() || a.flag("force_tag")) {
            changed = true;
            actions.add("Tagged image " + name + " to " + other);
            if (!call.check()) {
                String path = "/images/" + Engine.encoded(name.toString()).replace("%2F", "/") + "/tag?repo="
                        + Engine.encoded(other.repository()) + "&tag=" + Engine.encoded(other.tag());
                engine.act(List.of(new Step("Error: failed to tag image", Request.post(path, null))));
                image = find(other);
                changed = taken.isEmpty() || !Values.text(taken, "Id").equals(Values.text(image, "Id"));
            }
        }
        if (a.flag("push")) {
            push(other);
        }
    }

    private void push(ImageName what) {
        String registry = what.registry();
        String shown = what.repository().startsWith(registry + "/") ? what.toString() : registry + "/" + what;
        actions.add("Pushed image " + name.repository() + " to " + shown);
        changed = true;
        if (call.check()) {
            return;
        }
        Reply reply = new DockerCommand(call).run(List.of("push", "--", what.toString()), "");
        if (!reply.ok()) {
            String said = reply.err().strip();
            throw new ModuleFailure("Error pushing image " + shown + " - " + said
                    + (said.contains("authentication required")
                            ? ". Try logging into " + registry + " first."
                            : said.contains("unauthorized") ? ". Does the repository exist?" : ""));
        }
        changed = reply.out().contains("Pushed");
        image = new LinkedHashMap<>(find(what));
        image.put("push_status", reply.out().strip());
    }
}
