package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Position;
import io.slipway.common.template.Settings;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The objects that a task is about: given as they are, as YAML text, in a file, or made by templates. */
final class Definitions {

    private final ModuleCall call;
    private final Arguments a;
    private final List<Map<String, @Nullable Object>> all = new ArrayList<>();

    private Definitions(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
    }

    static List<Map<String, @Nullable Object>> of(ModuleCall call) {
        Definitions definitions = new Definitions(call);
        definitions.read();
        return definitions.all;
    }

    private void read() {
        a.raw("resource_definition").ifPresent(this::take);
        a.text("src").ifPresent(src -> parse(src, source(src)));
        a.raw("template").ifPresent(this::render);
        if (all.isEmpty()) {
            all.add(new LinkedHashMap<>());
        }
        all.forEach(this::complete);
    }

    /** As the task gives it; a text is YAML, but what that holds must be objects, and no text again. */
    private void take(@Nullable Object given) {
        switch (given) {
            case String text -> parse("definition", text);
            case List<?> list -> list.forEach(this::take);
            case null, default -> add(given);
        }
    }

    private void add(@Nullable Object given) {
        switch (given) {
            case null -> {}
            case List<?> list -> list.forEach(this::add);
            case Map<?, ?> map
            when KubeObject.text(KubeObject.map(map), "kind").endsWith("List")
                    && map.get("items") instanceof List<?> items -> items.forEach(this::add);
            case Map<?, ?> map -> all.add(new LinkedHashMap<>(KubeObject.map(map)));
            default -> throw new ModuleFailure("Failed to load resource definition: it is not a mapping: " + given);
        }
    }

    private void parse(String source, String text) {
        try {
            YamlReader.readAll(source, text).stream().map(YamlNode::toValue).forEach(this::add);
        } catch (YamlException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    /** A file of the node if it is there, or else one beside the playbook. */
    private String source(String src) {
        Found found = Found.ask(
                call.node(),
                Found.script(
                        NodePath.assign("_src", src) + "[ ! -r \"$_src\" ] || tell text \"$(cat -- \"$_src\")\"\n"));
        return found.has("text") ? found.text("text") : read(call.controller().find("files", src));
    }

    private void render(Object template) {
        switch (template) {
            case List<?> list -> list.forEach(this::renderOne);
            default -> renderOne(template);
        }
    }

    private void renderOne(@Nullable Object template) {
        String name = template instanceof Map<?, ?> map
                ? KubeObject.text(KubeObject.map(map), "path")
                : String.valueOf(template);
        Path file = call.controller().find("templates", name);
        parse(
                name,
                call.controller()
                        .render(read(file), new Position(file.toString(), 1, 1), Map.of(), Settings.TEMPLATE_FILE));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ModuleFailure("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** What the task says beside the definition holds where the definition is silent. */
    private void complete(Map<String, @Nullable Object> definition) {
        Optional<String> kind = a.text("kind");
        a.text("api_version").ifPresent(text -> definition.putIfAbsent("apiVersion", text));
        kind.ifPresent(text -> definition.putIfAbsent("kind", text));
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(KubeObject.map(definition.get("metadata")));
        a.text("name").ifPresent(text -> metadata.putIfAbsent("name", text));
        a.text("namespace").ifPresent(text -> metadata.putIfAbsent("namespace", text));
        if (!metadata.containsKey("name")) {
            a.text("generate_name").ifPresent(text -> metadata.putIfAbsent("generateName", text));
        }
        definition.put("metadata", metadata);
        if (!definition.containsKey("kind")) {
            throw new ModuleFailure(
                    "Failed to load resource definition: neither it nor the task says which kind it is");
        }
    }
}
