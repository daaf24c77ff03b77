package io.slipway.automation.inventory;

import io.slipway.automation.inventory.InventoryBuilder.Group;
import io.slipway.automation.inventory.InventoryBuilder.Host;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Expression;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import io.slipway.common.yaml.YamlMerge;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes variables ({@code compose}) and groups ({@code groups}, {@code keyed_groups}) from the variables that the sources before said:
 * the inventory plugin {@code constructed}.
 */
final class ConstructedInventory {

    private final Path file;
    private final InventoryBuilder inventory;
    private final VarsFolders files;
    private final List<Path> folders;
    private final boolean merging;
    private final TemplateEngine engine = TemplateEngine.builder().build();
    private final YamlNode.Mapping compose;
    private final YamlNode.Mapping groups;
    private final List<KeyedGroup> keyedGroups;
    private final boolean strict;

    private ConstructedInventory(
            Path file,
            YamlNode.Mapping config,
            InventoryBuilder inventory,
            VarsFolders files,
            List<Path> folders,
            boolean merging) {
        this.file = file;
        this.inventory = inventory;
        this.files = files;
        this.merging = merging;
        this.folders = isTrue(config, "use_vars_plugins") ? List.copyOf(folders) : List.of();
        this.compose = mapping(config, "compose");
        this.groups = mapping(config, "groups");
        this.strict = isTrue(config, "strict");
        boolean leading =
                !config.get("leading_separator").map(YamlNode::toValue).equals(Optional.of(false));
        this.keyedGroups = KeyedGroup.all(config, leading);
    }

    /**
     * @param folders whose {@code group_vars} and {@code host_vars} count, if the file wants so
     * @param merging whether mappings of several sources are joined rather than replaced
     */
    static void read(
            Path file,
            YamlNode.Mapping config,
            InventoryBuilder inventory,
            VarsFolders files,
            List<Path> folders,
            boolean merging) {
        ConstructedInventory constructed = new ConstructedInventory(file, config, inventory, files, folders, merging);
        inventory.measure();
        List.copyOf(inventory.hosts()).forEach(constructed::host);
    }

    private static boolean isTrue(YamlNode.Mapping config, String key) {
        return config.get(key).map(YamlNode::toValue).equals(Optional.of(true));
    }

    private static YamlNode.Mapping mapping(YamlNode.Mapping config, String key) {
        YamlNode node = config.get(key).orElseGet(() -> new YamlNode.Mapping(List.of(), config.at()));
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        throw new InventoryException(
                Problem.of("'" + key + "' takes a mapping, not " + node.kind()).at(node.at()));
    }

    private void host(Host host) {
        HostScope before = scope(host);
        for (YamlNode.Entry variable : compose.entries()) {
            attempt("set '" + variable.name() + "' for " + host.name, variable.value(), () -> {
                Object value = evaluated(variable.value(), before);
                inventory.setHostVariable(
                        host.name,
                        variable.name(),
                        Nodes.of(value, variable.value().at()));
            });
        }
        HostScope after = scope(host);
        for (YamlNode.Entry group : groups.entries()) {
            attempt("tell whether " + host.name + " belongs to '" + group.name() + "'", group.value(), () -> {
                if (expression(group.value()).test(after)) {
                    join(host, group.name(), group.key().at());
                }
            });
        }
        for (KeyedGroup keyed : keyedGroups) {
            attempt("find the group of " + host.name, keyed.key(), () -> keyed(host, keyed, scope(host)));
        }
    }

    private void keyed(Host host, KeyedGroup keyed, HostScope scope) {
        Object key = evaluated(keyed.key(), scope);
        List<String> names = keyed.names(key);
        if (names.isEmpty() && strict && !(key instanceof List<?>) && !(key instanceof Map<?, ?>)) {
            throw new InventoryException(Problem.of("the key of a group is empty for " + host.name)
                    .at(keyed.key().at()));
        }
        Optional<String> parent = keyed.parent()
                .map(text -> Python.str(engine.parse(text.text(), text.at()).evaluate(scope)));
        for (String name : names) {
            Group group = join(host, name, keyed.key().at());
            parent.ifPresent(above -> {
                Group holder = inventory.addGroup(InventoryBuilder.safeName(above));
                inventory.addChild(holder.name, group.name, keyed.key().at());
            });
        }
    }

    private Group join(Host host, String name, Position at) {
        Group group = inventory.addGroup(InventoryBuilder.safeName(name));
        inventory.addHosts(List.of(host.name), Optional.empty(), group.name, file, at);
        return group;
    }

    /** What cannot be worked out is passed over, unless the file is strict. */
    private void attempt(String what, YamlNode why, Runnable work) {
        try {
            work.run();
        } catch (TemplateException e) {
            if (strict) {
                throw new InventoryException(
                        Problem.of("cannot " + what)
                                .at(why.at())
                                .because(e.problem().what())
                                .hint(e.problem().hint()),
                        e);
            }
        }
    }

    private Expression expression(YamlNode node) {
        return engine.parseExpression(Python.str(node.toValue()), node.at());
    }

    private @Nullable Object evaluated(YamlNode node, HostScope scope) {
        Object value = expression(node).evaluate(scope);
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value;
    }

    private HostScope scope(Host host) {
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        List<Group> around = new ArrayList<>(List.of(inventory.group(InventoryBuilder.ALL)));
        around.addAll(LoadedInventory.below(host));
        around.forEach(group -> add(group.vars, variables));
        folders.forEach(folder -> around.forEach(group -> add(files.ofGroup(folder, group.name), variables)));
        add(host.vars, variables);
        folders.forEach(folder -> add(files.ofHost(folder, host.name), variables));
        int dot = host.name.indexOf('.');
        return new HostScope(
                engine,
                variables,
                Map.of(
                        "inventory_hostname",
                        host.name,
                        "inventory_hostname_short",
                        dot < 0 ? host.name : host.name.substring(0, dot),
                        "group_names",
                        LoadedInventory.below(host).stream()
                                .map(group -> group.name)
                                .sorted()
                                .toList()));
    }

    private void add(Map<String, YamlNode> more, Map<String, YamlNode> into) {
        if (merging) {
            YamlMerge.addAll(more, into);
        } else {
            into.putAll(more);
        }
    }
}
