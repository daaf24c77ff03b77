package io.slipway.automation.inventory;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An inventory as {@code ansible-inventory} shows it: as the values of a document, or as a tree drawn in text. */
public final class InventoryReport {

    /** What every host has, and nobody wrote. */
    private static final Set<String> INTERNAL = Set.of("inventory_dir", "inventory_file");

    /** Nothing lies below it: without a playbook, only the files beside the sources count. */
    private static final Path NOWHERE = Path.of("/dev/null");

    private final InventoryTree inventory;
    private final boolean export;
    private final Path playbookDirectory;
    private final List<Path> more;
    private final Map<String, YamlNode> extra;
    private final Function<YamlNode.Scalar, Object> encrypted;

    /** What hosts share stays one object, as YAML shows it by an anchor. */
    private final IdentityHashMap<YamlNode, Object> containers = new IdentityHashMap<>();

    /**
     * @param sources as given to {@code -i}
     * @param export variables stand with the group that sets them, rather than merged with each host
     * @param playbookDirectory whose {@code group_vars} and {@code host_vars} count too, if there is one
     * @param extra variables that win over all others
     * @param encrypted what an encrypted value is shown as
     */
    public InventoryReport(
            InventoryLoader loader,
            List<String> sources,
            boolean export,
            Optional<Path> playbookDirectory,
            Map<String, YamlNode> extra,
            Function<YamlNode.Scalar, Object> encrypted) {
        this.encrypted = encrypted;
        this.extra = Map.copyOf(extra);
        this.inventory = loader.tree(sources);
        this.export = export;
        this.playbookDirectory = playbookDirectory.orElse(NOWHERE);
        this.more = playbookDirectory.stream().toList();
    }

    /** Groups by name, each with its hosts and children, and under {@code _meta} the variables of all hosts. */
    public Map<String, @Nullable Object> list() {
        Map<String, @Nullable Object> all = new TreeMap<>();
        addGroup(InventoryBuilder.ALL, all, new HashSet<>());
        Map<String, @Nullable Object> hostVars = new TreeMap<>();
        for (String host : inventory.hosts()) {
            Map<String, @Nullable Object> vars = variables(host);
            if (!vars.isEmpty()) {
                hostVars.put(host, vars);
            }
        }
        all.put("_meta", new TreeMap<>(Map.of("hostvars", hostVars)));
        return all;
    }

    private void addGroup(String name, Map<String, @Nullable Object> all, Set<String> seen) {
        Map<String, @Nullable Object> group = new TreeMap<>();
        List<String> children = inventory.children(name);
        for (String child : children) {
            if (seen.add(child)) {
                addGroup(child, all, seen);
            }
        }
        putUnlessEmpty(group, "children", children);
        putUnlessEmpty(group, "hosts", name.equals(InventoryBuilder.ALL) ? List.of() : inventory.ownHosts(name));
        if (export) {
            putUnlessEmpty(group, "vars", plain(inventory.ownVariablesOfGroup(name, more)));
        }
        putUnlessEmpty(all, name, group);
    }

    private static void putUnlessEmpty(Map<String, @Nullable Object> map, String key, Object value) {
        boolean empty = value instanceof List<?> list ? list.isEmpty() : ((Map<?, ?>) value).isEmpty();
        if (!empty) {
            map.put(key, value);
        }
    }

    /** Groups within groups, as in a YAML inventory. The variables of a host stand where it first appears. */
    public Map<String, @Nullable Object> nested() {
        return nested(InventoryBuilder.ALL, new HashSet<>());
    }

    private Map<String, @Nullable Object> nested(String name, Set<String> seen) {
        Map<String, @Nullable Object> group = new TreeMap<>();
        Map<String, @Nullable Object> children = new TreeMap<>();
        inventory.children(name).forEach(child -> children.putAll(nested(child, seen)));
        Map<String, @Nullable Object> hosts = new TreeMap<>();
        if (!name.equals(InventoryBuilder.ALL)) {
            for (String host : inventory.ownHosts(name)) {
                hosts.put(host, seen.add(host) ? variables(host) : new TreeMap<>());
            }
        }
        putUnlessEmpty(group, "children", children);
        putUnlessEmpty(group, "hosts", hosts);
        if (export) {
            putUnlessEmpty(group, "vars", plain(inventory.ownVariablesOfGroup(name, more)));
        }
        return new TreeMap<>(Map.of(name, group));
    }

    /** Groups by name as a TOML inventory holds them, each host's variables where it first appears. */
    public Map<String, @Nullable Object> tables() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        addTable(InventoryBuilder.ALL, all, new HashSet<>());
        return all;
    }

    private void addTable(String name, Map<String, @Nullable Object> all, Set<String> seen) {
        Map<String, @Nullable Object> group = new LinkedHashMap<>();
        all.put(name, group);
        List<String> children = inventory.children(name).stream()
                .filter(child -> !child.equals(InventoryBuilder.UNGROUPED)
                        || !inventory.ownHosts(child).isEmpty())
                .toList();
        if (!name.equals(InventoryBuilder.ALL) && !children.isEmpty()) {
            group.put("children", children);
        }
        children.forEach(child -> addTable(child, all, seen));
        Map<String, @Nullable Object> hosts = new LinkedHashMap<>();
        if (!name.equals(InventoryBuilder.ALL)) {
            for (String host : inventory.ownHosts(name)) {
                hosts.put(host, seen.add(host) ? variables(host) : new TreeMap<>());
            }
        }
        putUnlessEmpty(group, "hosts", hosts);
        if (export) {
            putUnlessEmpty(group, "vars", plain(inventory.ownVariablesOfGroup(name, more)));
        }
        if (group.isEmpty()) {
            all.remove(name);
        }
    }

    /** @throws InventoryException unless the pattern selects one host */
    public Map<String, @Nullable Object> host(String pattern) {
        List<String> found = inventory.select(pattern);
        if (found.size() != 1) {
            throw new InventoryException(Problem.of("You must pass a single valid host to --host parameter")
                    .because("'" + pattern + "' selects " + found.size() + " hosts")
                    .hint(NearMiss.hint(pattern, inventory.hosts())));
        }
        return variables(found.getFirst());
    }

    /**
     * A tree of groups and hosts.
     *
     * @param text how a value is printed
     */
    public String graph(String group, boolean withVars, Function<@Nullable Object, String> text) {
        if (!inventory.groups().containsKey(group)) {
            throw new InventoryException(Problem.of("Pattern must be valid group name when using --graph")
                    .because("there is no group '" + group + "'")
                    .hint(NearMiss.hint(group, inventory.groups().keySet())));
        }
        List<String> lines = new ArrayList<>();
        draw(group, 0, withVars ? text : null, lines);
        return String.join("\n", lines);
    }

    private void draw(String group, int depth, @Nullable Function<@Nullable Object, String> text, List<String> lines) {
        lines.add(branch("@" + group + ":", depth));
        inventory.children(group).forEach(child -> draw(child, depth + 1, text, lines));
        if (!group.equals(InventoryBuilder.ALL)) {
            for (String host : inventory.ownHosts(group)) {
                lines.add(branch(host, depth + 1));
                if (text != null) {
                    drawVars(variables(host), depth + 2, text, lines);
                }
            }
        }
        if (text != null) {
            drawVars(plain(inventory.ownVariablesOfGroup(group, more)), depth + 1, text, lines);
        }
    }

    private static void drawVars(
            Map<String, @Nullable Object> vars,
            int depth,
            Function<@Nullable Object, String> text,
            List<String> lines) {
        new TreeMap<>(vars)
                .forEach((name, value) -> lines.add(branch("{" + name + " = " + text.apply(value) + "}", depth)));
    }

    private static String branch(String name, int depth) {
        return depth == 0 ? name : "  |".repeat(depth) + "--" + name;
    }

    private Map<String, @Nullable Object> variables(String host) {
        if (export) {
            return plain(inventory.ownVariablesOfHost(host, more));
        }
        Map<String, YamlNode> merged = new LinkedHashMap<>(inventory.variablesOf(host, playbookDirectory));
        merged.putAll(extra);
        return plain(merged);
    }

    private Map<String, @Nullable Object> plain(Map<String, YamlNode> variables) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        variables.forEach((name, value) -> {
            if (!INTERNAL.contains(name)) {
                all.put(name, plain(value));
            }
        });
        return all;
    }

    private @Nullable Object plain(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.vaulted()
                    ? encrypted.apply(scalar)
                    : scalar.unsafe() ? Map.of("__ansible_unsafe", scalar.text()) : scalar.value();
        }
        Object known = containers.get(node);
        if (known != null) {
            return known;
        }
        Object value =
                node instanceof YamlNode.Sequence list ? plainItems(list) : plainEntries((YamlNode.Mapping) node);
        containers.put(node, value);
        return value;
    }

    private List<@Nullable Object> plainItems(YamlNode.Sequence list) {
        List<@Nullable Object> values = new ArrayList<>();
        list.items().forEach(item -> values.add(plain(item)));
        return values;
    }

    private Map<String, @Nullable Object> plainEntries(YamlNode.Mapping mapping) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> values.put(entry.name(), plain(entry.value())));
        return values;
    }
}
