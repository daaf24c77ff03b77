package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables that are known before any host is: of the play, its variable files, its roles and its blocks. */
final class StaticVariables {

    private final Load load;
    private final Trail trail;

    StaticVariables(Load load, Trail trail) {
        this.load = load;
        this.trail = trail;
    }

    Map<String, Object> of(Context context) {
        List<Context> chain = new ArrayList<>();
        for (Context at = context; at != null; at = at.outer()) {
            chain.addFirst(at);
        }
        Map<String, Object> variables = new LinkedHashMap<>();
        for (Context at : chain) {
            if (at.role() != null) {
                variables.putAll(at.role().defaults());
            }
        }
        for (Context at : chain) {
            if (at.keywords().has(Keyword.HOSTS)) {
                variables.put(
                        "playbook_dir",
                        TaskFiles.folder(at.file().toAbsolutePath()).toString());
            }
            at.keywords().get(Keyword.VARS).ifPresent(vars -> add(vars, variables));
            at.keywords().get(Keyword.VARS_FILES).ifPresent(files -> addFiles(files, at, variables));
            if (at.role() != null) {
                variables.putAll(at.role().vars());
                variables.putAll(at.role().parameters());
                variables.put("role_name", at.role().name());
                variables.put(
                        "role_path", at.role().directory().toAbsolutePath().toString());
            }
            variables.putAll(at.includeVars());
        }
        return variables;
    }

    private static void add(YamlNode vars, Map<String, Object> variables) {
        switch (vars) {
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> variables.put(entry.name(), entry.value()));
            case YamlNode.Sequence list -> list.items().forEach(item -> add(item, variables));
            case YamlNode.Scalar scalar -> {}
        }
    }

    private void addFiles(YamlNode files, Context at, Map<String, Object> variables) {
        switch (files) {
            case YamlNode.Sequence list -> list.items().forEach(item -> addFiles(item, at, variables));
            case YamlNode.Scalar scalar
            when scalar.value() instanceof String name && !Templates.in(scalar) -> {
                Path file = TaskFiles.folder(at.file()).resolve(name);
                if (load.files.isFile(file)) {
                    load.yaml(file, trail).ifPresent(content -> add(content, variables));
                }
            }
            default -> {}
        }
    }
}
