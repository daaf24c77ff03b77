package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.playbook.ActionGroups;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.PlaybookLoader;
import io.slipway.automation.playbook.Step;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code module_defaults} says about a task's module. Of what is said about a module, or about a group of them, at several places,
 * the innermost and last holds alone; what is said about the module wins over what is said about its groups.
 */
final class ModuleDefaults {

    private final PlaybookLoader loader;
    private final Step.Task task;

    ModuleDefaults(PlaybookLoader loader, Step.Task task) {
        this.loader = loader;
        this.task = task;
    }

    Map<String, @Nullable Object> of(ModuleSpec spec, Variables variables) {
        List<YamlNode.Entry> entries = entries();
        if (entries.isEmpty()) {
            return Map.of();
        }
        Set<String> names = names(spec);
        Map<String, YamlNode> groups = new LinkedHashMap<>();
        Optional<YamlNode> own = Optional.empty();
        for (YamlNode.Entry entry : entries) {
            String name = entry.name();
            if (!name.startsWith(ActionGroups.PREFIX)) {
                own = names.contains(ModuleCatalogue.shortName(name)) ? Optional.of(entry.value()) : own;
            } else if (isIn(name.substring(ActionGroups.PREFIX.length()), names)) {
                groups.put(ActionGroups.fullName(name.substring(ActionGroups.PREFIX.length())), entry.value());
            }
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        groups.values().forEach(given -> values.putAll(values(given, spec, variables)));
        own.ifPresent(given -> values.putAll(values(given, spec, variables)));
        return values;
    }

    /** Outermost first. */
    private List<YamlNode.Entry> entries() {
        return task.context().all(Keyword.MODULE_DEFAULTS).stream()
                .flatMap(level -> level instanceof YamlNode.Sequence list ? list.items().stream() : Stream.of(level))
                .filter(YamlNode.Mapping.class::isInstance)
                .flatMap(level -> ((YamlNode.Mapping) level).entries().stream())
                .toList();
    }

    /** A module that a collection brings along has its full name alone. */
    private Set<String> names(ModuleSpec spec) {
        return loader.ownModule(task)
                .flatMap(own -> own.collection().map(collection -> collection + "." + own.name()))
                .filter(full -> ModuleCatalogue.shortName(full).equals(full))
                .map(Set::of)
                .orElseGet(() -> Set.copyOf(spec.names()));
    }

    private boolean isIn(String group, Set<String> names) {
        return loader.actionGroup(group).stream()
                .map(ModuleCatalogue::shortName)
                .anyMatch(names::contains);
    }

    private Map<String, @Nullable Object> values(YamlNode given, ModuleSpec spec, Variables variables) {
        if (given instanceof YamlNode.Scalar template && Templating.isTemplate(template)) {
            return TaskArguments.fromTemplate(task, template, variables);
        }
        Map<String, YamlNode> written = new LinkedHashMap<>();
        TaskFrame.collect(given, written);
        return TaskArguments.of(written, spec.untemplated(), variables);
    }
}
