package io.slipway.automation.inventory;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Reads an inventory in YAML form: groups with {@code hosts}, {@code children} and {@code vars}. */
final class YamlInventory {

    private static final Set<String> PARTS = Set.of("hosts", "children", "vars");

    private final Path file;
    private final InventoryBuilder inventory;
    private final Consumer<String> warnings;

    private YamlInventory(Path file, InventoryBuilder inventory, Consumer<String> warnings) {
        this.file = file;
        this.inventory = inventory;
        this.warnings = warnings;
    }

    static void read(Path file, YamlNode content, InventoryBuilder inventory, Consumer<String> warnings) {
        if (!(content instanceof YamlNode.Mapping groups)) {
            throw new InventoryException(Problem.of("an inventory must be a mapping of groups, not " + content.kind())
                    .at(content.at()));
        }
        YamlInventory yaml = new YamlInventory(file, inventory, warnings);
        groups.entries().forEach(yaml::group);
    }

    private void group(YamlNode.Entry entry) {
        String name = entry.name();
        if (!(entry.key().value() instanceof String) || name.isBlank()) {
            throw new InventoryException(Problem.of("'" + name + "' cannot be the name of a group")
                    .at(entry.key().at())
                    .because("it is " + entry.key().kind())
                    .hint("quote it"));
        }
        if (isNothing(entry.value())) {
            inventory.addGroup(name);
        } else if (entry.value() instanceof YamlNode.Mapping parts) {
            inventory.addGroup(name);
            parts.entries().forEach(part -> part(name, part));
        } else {
            warnings.accept("Skipping '" + name + "' as this is not a valid group definition");
        }
    }

    private void child(String parent, YamlNode.Entry child) {
        if (child.key().value() instanceof String && isGroup(child.value())) {
            inventory.addGroup(child.name());
            inventory.addChild(parent, child.name(), child.key().at());
        }
        group(child);
    }

    private static boolean isGroup(YamlNode value) {
        return value instanceof YamlNode.Mapping || isNothing(value);
    }

    private void part(String group, YamlNode.Entry part) {
        if (isNothing(part.value())) {
            return;
        }
        if (!PARTS.contains(part.name())) {
            String hint = NearMiss.hint(part.name(), PARTS);
            warnings.accept(part.key().at() + ": Skipping unexpected key (" + part.name() + ") in group (" + group
                    + "), only \"vars\", \"children\" and \"hosts\" are valid"
                    + (hint.isEmpty() ? "" : "; " + hint));
            return;
        }
        List<YamlNode.Entry> entries = entries(group, part);
        switch (part.name()) {
            case "vars" -> entries.forEach(v -> inventory.setGroupVariable(group, v.name(), v.value()));
            case "children" -> entries.forEach(child -> child(group, child));
            default -> entries.forEach(host -> host(group, host));
        }
    }

    /** The entries of a part; a single name stands for a mapping with nothing under it. */
    private static List<YamlNode.Entry> entries(String group, YamlNode.Entry part) {
        if (part.value() instanceof YamlNode.Mapping mapping) {
            return mapping.entries();
        }
        if (part.value() instanceof YamlNode.Scalar name && name.value() instanceof String) {
            return List.of(new YamlNode.Entry(
                    name, new YamlNode.Scalar(null, "", YamlNode.Scalar.Style.PLAIN, "", name.at())));
        }
        throw new InventoryException(Problem.of("'" + part.name() + "' of the group '" + group
                        + "' must be a mapping, not " + part.value().kind())
                .at(part.value().at())
                .hint(part.name().equals("vars") ? "" : "write each name as 'name:', without a dash"));
    }

    private void host(String group, YamlNode.Entry entry) {
        if (!(entry.key().value() instanceof String)) {
            throw new InventoryException(Problem.of("'" + entry.name() + "' cannot be the name of a host")
                    .at(entry.key().at())
                    .because("it is " + entry.key().kind())
                    .hint("quote it"));
        }
        Hosts hosts = Hosts.of(entry.name(), entry.key().at());
        inventory.addHosts(hosts.names(), hosts.port(), group, file, entry.key().at());
        if (isNothing(entry.value())) {
            return;
        }
        if (!(entry.value() instanceof YamlNode.Mapping vars)) {
            throw new InventoryException(Problem.of("the variables of the host '" + entry.name()
                            + "' must be a mapping, not " + entry.value().kind())
                    .at(entry.value().at()));
        }
        for (YamlNode.Entry variable : vars.entries()) {
            hosts.names().forEach(host -> inventory.setHostVariable(host, variable.name(), variable.value()));
        }
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && scalar.value() == null;
    }
}
