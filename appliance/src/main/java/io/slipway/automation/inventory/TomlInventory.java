package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.JsonException;
import io.slipway.common.json.Toml;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads an inventory in TOML form: a table for each group, with {@code hosts}, {@code children} and {@code vars}. */
final class TomlInventory {

    private final Path file;
    private final Position at;
    private final InventoryBuilder inventory;
    private final Consumer<String> warnings;

    private TomlInventory(Path file, InventoryBuilder inventory, Consumer<String> warnings) {
        this.file = file;
        this.at = Position.in(file.toString());
        this.inventory = inventory;
        this.warnings = warnings;
    }

    static void read(Path file, String text, InventoryBuilder inventory, Consumer<String> warnings) {
        try {
            Map<String, @Nullable Object> groups = Toml.read(file.toString(), text);
            groups.forEach(new TomlInventory(file, inventory, warnings)::group);
        } catch (JsonException e) {
            throw new InventoryException(e.problem(), e);
        }
    }

    private void group(String name, @Nullable Object parts) {
        if (!(parts instanceof Map<?, ?> group)) {
            warnings.accept("Skipping '" + name + "' as this is not a valid group definition");
            return;
        }
        inventory.addGroup(name);
        group.forEach((part, content) -> {
            switch (String.valueOf(part)) {
                case "vars" ->
                    table(name, "vars", content)
                            .forEach((variable, value) ->
                                    inventory.setGroupVariable(name, String.valueOf(variable), Nodes.of(value, at)));
                case "children" -> children(name, content);
                case "hosts" ->
                    table(name, "hosts", content).forEach((host, vars) -> host(name, String.valueOf(host), vars));
                default ->
                    warnings.accept("Skipping unexpected key \"" + part + "\" in group \"" + name
                            + "\", only \"vars\", \"children\" and \"hosts\" are valid");
            }
        });
    }

    private void children(String group, @Nullable Object content) {
        if (!(content instanceof List<?> children)) {
            throw refused("'children' of the group '" + group + "' must be a list", content);
        }
        for (Object child : children) {
            String name = String.valueOf(child);
            inventory.addGroup(name);
            inventory.addChild(group, name, at);
        }
    }

    private void host(String group, String pattern, @Nullable Object vars) {
        Hosts hosts = Hosts.of(pattern, at);
        inventory.addHosts(hosts.names(), hosts.port(), group, file, at);
        table(group, "hosts." + pattern, vars)
                .forEach((variable, value) -> hosts.names()
                        .forEach(host ->
                                inventory.setHostVariable(host, String.valueOf(variable), Nodes.of(value, at))));
    }

    private Map<?, ?> table(String group, String part, @Nullable Object content) {
        if (content instanceof Map<?, ?> table) {
            return table;
        }
        throw refused("'" + part + "' of the group '" + group + "' must be a table", content);
    }

    private InventoryException refused(String what, @Nullable Object content) {
        return new InventoryException(Problem.of(what).at(at).because("it is '" + content + "'"));
    }
}
