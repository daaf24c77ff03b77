package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.Scope;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a host of each combination of the values of {@code layers}: the inventory plugin {@code generator}. */
final class GeneratorInventory {

    private final Path file;
    private final InventoryBuilder inventory;
    private final TemplateEngine engine = TemplateEngine.builder().build();

    private GeneratorInventory(Path file, InventoryBuilder inventory) {
        this.file = file;
        this.inventory = inventory;
    }

    static void read(Path file, YamlNode.Mapping config, InventoryBuilder inventory) {
        YamlNode.Mapping hosts = mapping(config, "hosts");
        YamlNode.Mapping layers = mapping(config, "layers");
        GeneratorInventory generator = new GeneratorInventory(file, inventory);
        generator.combine(layers.entries(), 0, new LinkedHashMap<>(), hosts);
    }

    private static YamlNode.Mapping mapping(YamlNode.Mapping config, String key) {
        return config.get(key)
                .filter(YamlNode.Mapping.class::isInstance)
                .map(YamlNode.Mapping.class::cast)
                .orElseThrow(
                        () -> new InventoryException(Problem.of("the plugin 'generator' needs a mapping '" + key + "'")
                                .at(config.at())));
    }

    private void combine(
            List<YamlNode.Entry> layers, int at, Map<String, @Nullable Object> chosen, YamlNode.Mapping hosts) {
        if (at == layers.size()) {
            Scope scope = Scope.of(Map.copyOf(chosen));
            String host = text(name(hosts), scope);
            inventory.addHosts(List.of(host), Optional.empty(), InventoryBuilder.ALL, file, hosts.at());
            parents(
                    hosts,
                    scope,
                    group -> inventory.addHosts(List.of(host), Optional.empty(), group, file, hosts.at()));
            return;
        }
        YamlNode.Entry layer = layers.get(at);
        if (!(layer.value() instanceof YamlNode.Sequence values)) {
            throw new InventoryException(Problem.of("the layer '" + layer.name() + "' is a list, not "
                            + layer.value().kind())
                    .at(layer.value().at()));
        }
        for (YamlNode value : values.items()) {
            chosen.put(layer.name(), value.toValue());
            combine(layers, at + 1, chosen, hosts);
        }
    }

    private interface Join {
        void into(String group);
    }

    private void parents(YamlNode.Mapping child, Scope scope, Join join) {
        if (!(child.get("parents").orElse(null) instanceof YamlNode.Sequence parents)) {
            return;
        }
        for (YamlNode item : parents.items()) {
            if (!(item instanceof YamlNode.Mapping parent)) {
                throw new InventoryException(Problem.of("a parent is a mapping with a name, not " + item.kind())
                        .at(item.at()));
            }
            String group = text(name(parent), scope);
            inventory.addGroup(group);
            if (parent.get("vars").orElse(null) instanceof YamlNode.Mapping vars) {
                vars.entries()
                        .forEach(variable -> inventory.setGroupVariable(
                                group,
                                variable.name(),
                                Nodes.of(
                                        value(variable.value(), scope),
                                        variable.value().at())));
            }
            join.into(group);
            Position at = parent.at();
            parents(parent, scope, above -> inventory.addChild(above, group, at));
        }
    }

    private static YamlNode name(YamlNode.Mapping of) {
        return of.get("name")
                .orElseThrow(() ->
                        new InventoryException(Problem.of("there is no 'name'").at(of.at())));
    }

    private String text(YamlNode template, Scope scope) {
        return Python.str(value(template, scope));
    }

    private @Nullable Object value(YamlNode template, Scope scope) {
        try {
            return template.toValue() instanceof String text
                    ? engine.parse(text, template.at()).evaluate(scope)
                    : template.toValue();
        } catch (TemplateException e) {
            throw new InventoryException(e.problem(), e);
        }
    }
}
