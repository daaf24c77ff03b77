package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.containers.ContainerState.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One task's work on one container. */
final class KeepContainer {

    private final ModuleCall call;
    private final Arguments a;
    private final Engine engine;
    private final ContainerActs acts;
    private final Map<String, Comparison> comparisons;
    private final List<Map<String, @Nullable Object>> wantedNetworks;
    private final Differences shown = new Differences();
    private boolean pulled;

    KeepContainer(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
        this.engine = new Engine(call);
        this.acts = new ContainerActs(call, engine);
        this.comparisons = Comparisons.of(a);
        this.wantedNetworks = ContainerWish.networks(a);
    }

    ModuleResult run() {
        String state = call.string("state");
        ContainerLook look = ContainerLook.at(engine, a);
        return state.equals("absent") ? absent(look.container()) : present(look, state);
    }

    private ModuleResult absent(ContainerState container) {
        if (container.exists()) {
            if (container.running()) {
                note("running", false, true);
            }
            note("exists", false, true);
            acts.remove(container);
            acts.perform();
        }
        return result(Map.of());
    }

    private ModuleResult present(ContainerLook look, String state) {
        ContainerNetworks.refuseUnknown(wantedNetworks, look.networks());
        Map<String, @Nullable Object> values = ContainerWish.of(
                a,
                look.node(),
                look.answers(),
                a.text("default_host_ip")
                        .map(PublishedPorts::defaultAddress)
                        .orElseGet(() -> ContainerNetworks.address(wantedNetworks, look.networks())));
        ContainerState container = look.container();
        boolean wasRunning = container.running();
        Map<String, @Nullable Object> image = image(look);
        Map<String, @Nullable Object> compared = comparedImage(container, image);
        boolean made = false;
        if (!container.exists() || container.removing()) {
            if (!a.has("image")) {
                throw new ModuleFailure("Cannot create container when image is not specified!");
            }
            note("exists", true, false);
            made = true;
        } else if (isToBeMadeAnew(container, values, image, compared)) {
            acts.remove(container);
            made = true;
        }
        if (made) {
            acts.create(container, values, a.text("image").orElse(container.image()));
            if (call.check()) {
                return result(container.raw());
            }
            container = new ContainerState(acts.perform());
            compared = image;
        }
        adjust(container, values, compared, made);
        boolean lives = state.equals("started") || state.equals("healthy");
        boolean starts = lives && !container.running();
        if (starts) {
            note("running", true, wasRunning);
            acts.start(container);
        } else if (lives && a.flag("restart")) {
            note("running", true, wasRunning);
            note("restarted", true, false);
            acts.restart(container);
        } else if (state.equals("stopped") && container.running()) {
            note("running", false, wasRunning);
            acts.stop(container);
        }
        if (lives && a.has("paused") && container.paused() != a.flag("paused")) {
            note("paused", a.flag("paused"), container.paused());
            acts.pause(container, a.flag("paused"));
        }
        if (acts.nothingToDo() || call.check()) {
            return result(container.raw());
        }
        if (starts && !Values.truth(values.getOrDefault("detach", true))) {
            return acts.waitForEnd(container, result(Map.of()));
        }
        acts.look(container);
        Map<String, @Nullable Object> now = acts.perform();
        return result(state.equals("healthy") ? acts.waitForHealth(new ContainerState(now)) : now);
    }

    private Map<String, @Nullable Object> image(ContainerLook look) {
        if (!a.has("image") || ImageName.isId(a.string("image"))) {
            return look.image();
        }
        ImageName name = ContainerLook.name(a.string("image"));
        String pull = String.valueOf(call.raw("pull"));
        boolean always = pull.equals("always")
                || (!pull.equals("missing") && !pull.equals("never") && Values.truth(call.raw("pull")));
        if (!look.image().isEmpty() && !always) {
            return look.image();
        }
        if (pull.equals("never")) {
            throw new ModuleFailure("Cannot find image with name " + name + ", and pull=never");
        }
        if (call.check()) {
            if (look.image().isEmpty()) {
                acts.note(Map.of("pulled_image", name.toString()));
            }
            return look.image();
        }
        new DockerCommand(call).pull(name, a.text("platform").orElse(""));
        Map<String, @Nullable Object> image = engine.look(Map.of("image", name.inspect()))
                .getOrDefault("image", Engine.Answer.NONE)
                .object();
        pulled = !Values.text(image, "Id").equals(Values.text(look.image(), "Id"));
        return image;
    }

    /** The image whose own settings count: that of the task, or the one the container was made of. */
    private Map<String, @Nullable Object> comparedImage(ContainerState container, Map<String, @Nullable Object> image) {
        boolean ofTask = a.has("image") && call.string("image_comparison").equals("desired-image");
        if (ofTask
                || !container.exists()
                || container.removing()
                || container.image().equals(Values.text(image, "Id"))) {
            return image;
        }
        Map<String, @Nullable Object> current = engine.look(
                        Map.of("image", new ImageName(container.image(), "").inspect()))
                .getOrDefault("image", Engine.Answer.NONE)
                .object();
        return current.isEmpty() ? image : current;
    }

    private boolean isToBeMadeAnew(
            ContainerState container,
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> image,
            Map<String, @Nullable Object> compared) {
        List<Difference> differences = new ArrayList<>(differences(container, values, compared, false));
        boolean strictImage = comparisons.get("image") == Comparison.STRICT;
        String id = Values.text(image, "Id");
        if (strictImage && !id.isEmpty() && !id.equals(container.image())) {
            differences.add(new Difference("image", id, container.image()));
        }
        if (strictImage
                && call.string("image_name_mismatch").equals("recreate")
                && a.has("image")
                && !a.string("image").equals(container.imageName())) {
            differences.add(new Difference("image_name", a.string("image"), container.imageName()));
        }
        boolean anew = !differences.isEmpty() || a.flag("recreate");
        if (anew) {
            differences.addAll(differences(container, values, compared, true));
        }
        differences.forEach(one -> note(one.name(), one.wanted(), one.there()));
        return anew;
    }

    private List<Difference> differences(
            ContainerState container,
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> image,
            boolean update) {
        boolean stay = call.string("image_label_mismatch").equals("ignore");
        List<Difference> differences = container.differences(values, image, comparisons, stay, update);
        if (!stay
                && comparisons.get("labels") == Comparison.STRICT
                && differences.stream().anyMatch(one -> one.name().equals("labels"))) {
            refuseLabelsOfImage(image);
        }
        return differences;
    }

    private void refuseLabelsOfImage(Map<String, @Nullable Object> image) {
        List<String> unwanted = Values.map(Values.map(image.get("Config")).get("Labels")).keySet().stream()
                .filter(label -> !a.map("labels").containsKey(label))
                .map(label -> '"' + label + '"')
                .toList();
        if (!unwanted.isEmpty()) {
            throw new ModuleFailure("Some labels should be removed but are present in the base image. You can set"
                    + " image_label_mismatch to 'ignore' to ignore this error. Labels: " + String.join(", ", unwanted));
        }
    }

    /** What can be changed while it stays the same container: limits and networks. */
    private void adjust(
            ContainerState container,
            Map<String, @Nullable Object> values,
            Map<String, @Nullable Object> image,
            boolean made) {
        List<Difference> limits = differences(container, values, image, true);
        if (!limits.isEmpty()) {
            limits.forEach(one -> note(one.name(), one.wanted(), one.there()));
            acts.update(container, ContainerState.updateBody(values));
        }
        boolean strict = comparisons.get("networks") == Comparison.STRICT;
        if (made || comparisons.get("networks") != Comparison.IGNORE) {
            for (ContainerNetworks.Change change : ContainerNetworks.missing(wantedNetworks, container.networks())) {
                note("network." + change.name(), change.network(), change.there());
                acts.join(container, change);
            }
        }
        if (strict && (a.has("networks") || a.flag("purge_networks"))) {
            for (String extra : ContainerNetworks.extra(wantedNetworks, container.networks())) {
                note("network." + extra, null, Map.of("name", extra));
                acts.leave(container, extra);
            }
        }
    }

    private void note(String name, @Nullable Object wanted, @Nullable Object there) {
        shown.add(name, wanted, there);
    }

    private ModuleResult result(Map<String, @Nullable Object> container) {
        ModuleResult result = ModuleResult.changed(acts.anyDone() || pulled);
        if (!container.isEmpty()) {
            result = result.with("container", container);
        }
        if (call.check()) {
            result = result.with("actions", acts.done());
        }
        if (!acts.warnings().isEmpty()) {
            result = result.with("warnings", acts.warnings());
        }
        return call.diff() ? result.with(shown.diff()) : result;
    }
}
