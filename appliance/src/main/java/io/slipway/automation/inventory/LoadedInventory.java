package io.slipway.automation.inventory;

import io.slipway.automation.inventory.InventoryBuilder.Group;
import io.slipway.automation.inventory.InventoryBuilder.Host;
import io.slipway.common.Position;
import io.slipway.common.yaml.YamlMerge;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An inventory after all its sources were read. Variables are merged when they are first asked for; hosts share what their groups say. */
final class LoadedInventory implements Inventory, InventoryTree {

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Map<String, List<String>> members = new LinkedHashMap<>();
    private final List<String> order;
    private final List<Path> folders;
    private final Path file;
    private final VarsFolders vars;
    private final boolean merging;
    private final HostPattern patterns;
    private final Supplier<Inventory> again;
    /** By the folder of the playbook, and then by what hosts with the same groups have in common, or by the host. */
    private final Map<Path, Map<List<String>, Map<String, YamlNode>>> ofGroups = new ConcurrentHashMap<>();

    private final Map<Path, Map<String, Map<String, YamlNode>>> ofHosts = new ConcurrentHashMap<>();

    /**
     * @param folders those of the sources, in which {@code group_vars} and {@code host_vars} may lie
     * @param file the first source
     * @param merging whether mappings of several sources are joined rather than replaced
     * @param again reads the sources once more
     */
    LoadedInventory(
            InventoryBuilder built,
            List<Path> folders,
            Path file,
            VarsFolders vars,
            boolean merging,
            Consumer<String> warnings,
            Supplier<Inventory> again) {
        this.again = again;
        built.groups().forEach(group -> groups.put(group.name, group));
        built.hosts().forEach(host -> hosts.put(host.name, host));
        groups.values().forEach(group -> members.put(group.name, List.copyOf(InventoryBuilder.hostsOf(group))));
        this.order = List.copyOf(hosts.keySet());
        this.folders = List.copyOf(folders);
        this.file = file;
        this.vars = vars;
        this.merging = merging;
        this.patterns = new HostPattern(order, members, warnings);
    }

    @Override
    public Inventory reread() {
        return again.get();
    }

    @Override
    public List<String> hosts() {
        return order;
    }

    @Override
    public boolean hasHost(String host) {
        return hosts.containsKey(host);
    }

    @Override
    public Map<String, List<String>> groups() {
        return Collections.unmodifiableMap(members);
    }

    @Override
    public List<String> groupsOf(String host) {
        return List.copyOf(new TreeSet<>(groupNames(hosts.get(host))));
    }

    private static List<String> groupNames(@Nullable Host host) {
        return host == null
                ? List.of()
                : below(host).stream().map(group -> group.name).toList();
    }

    /** The groups of a host but {@code all}, weakest first. */
    static List<Group> below(Host host) {
        Set<Group> all = new LinkedHashSet<>();
        for (Group group : host.groups) {
            all.add(group);
            all.addAll(group.ancestors());
        }
        return all.stream()
                .filter(group -> !group.name.equals(InventoryBuilder.ALL))
                .sorted(LoadedInventory::byPrecedence)
                .toList();
    }

    /** What {@link Comparator} puts together, each process would make anew. */
    private static int byPrecedence(Group one, Group other) {
        int depth = Integer.compare(one.depth, other.depth);
        int priority = depth != 0 ? depth : Integer.compare(one.priority, other.priority);
        return priority != 0 ? priority : one.name.compareTo(other.name);
    }

    @Override
    public List<String> select(String pattern) {
        return patterns.select(List.of(pattern));
    }

    @Override
    public List<String> select(List<String> wanted) {
        return patterns.select(wanted);
    }

    @Override
    public Map<String, YamlNode> variablesOf(String host, Path playbookDirectory) {
        return ofHosts.computeIfAbsent(playbookDirectory, folder -> new ConcurrentHashMap<>())
                .computeIfAbsent(host, name -> layered(hosts.get(name), name, playbookDirectory));
    }

    private Map<String, YamlNode> layered(@Nullable Host host, String name, Path playbookDirectory) {
        Map<String, YamlNode> below = ofGroups.computeIfAbsent(playbookDirectory, folder -> new ConcurrentHashMap<>())
                .computeIfAbsent(groupNames(host), groups -> ofGroups(groups, playbookDirectory));
        Map<String, YamlNode> own = new LinkedHashMap<>();
        if (host == null && HostPattern.isLocalhost(name)) {
            own.put("ansible_connection", YamlNode.Scalar.of("local", Position.in("<implicit localhost>")));
        } else if (host != null) {
            add(host(host), own);
        }
        folders.forEach(folder -> add(vars.ofHost(folder, name), own));
        add(vars.ofHost(playbookDirectory, name), own);
        if (merging) {
            own.replaceAll((key, value) -> below.containsKey(key) ? YamlMerge.merged(below.get(key), value) : value);
        }
        return own.isEmpty() ? below : new Layered<>(Collections.unmodifiableMap(own), below);
    }

    private static Map<String, YamlNode> host(Host host) {
        Map<String, YamlNode> own = new LinkedHashMap<>();
        Path source = host.source.toAbsolutePath().normalize();
        Position at = Position.in(host.source.toString());
        own.put("inventory_file", YamlNode.Scalar.of(source.toString(), at));
        own.put("inventory_dir", YamlNode.Scalar.of(String.valueOf(source.getParent()), at));
        own.putAll(host.vars);
        return own;
    }

    /** What the sources say in place comes first; files win over that, those beside the playbook over those beside the sources. */
    private Map<String, YamlNode> ofGroups(List<String> names, Path playbookDirectory) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        add(groupVariables(InventoryBuilder.ALL), all);
        names.forEach(name -> add(groupVariables(name), all));
        folders.forEach(folder -> add(vars.ofGroup(folder, InventoryBuilder.ALL), all));
        add(vars.ofGroup(playbookDirectory, InventoryBuilder.ALL), all);
        folders.forEach(folder -> names.forEach(name -> add(vars.ofGroup(folder, name), all)));
        names.forEach(name -> add(vars.ofGroup(playbookDirectory, name), all));
        return Collections.unmodifiableMap(all);
    }

    private void add(Map<String, YamlNode> more, Map<String, YamlNode> into) {
        if (merging) {
            YamlMerge.addAll(more, into);
        } else {
            into.putAll(more);
        }
    }

    private Map<String, YamlNode> groupVariables(String name) {
        Group group = groups.get(name);
        return group == null ? Map.of() : group.vars;
    }

    @Override
    public Path fileOf(String host) {
        Host found = hosts.get(host);
        return (found == null ? file : found.source).toAbsolutePath().normalize();
    }

    @Override
    public List<String> children(String group) {
        Group found = groups.get(group);
        return found == null
                ? List.of()
                : found.children.stream().map(child -> child.name).toList();
    }

    @Override
    public List<String> ownHosts(String group) {
        Group found = groups.get(group);
        return found == null
                ? List.of()
                : found.hosts.stream().map(host -> host.name).toList();
    }

    @Override
    public Map<String, YamlNode> ownVariablesOfGroup(String group, List<Path> more) {
        Map<String, YamlNode> all = new LinkedHashMap<>(groupVariables(group));
        places(more).forEach(folder -> all.putAll(vars.ofGroup(folder, group)));
        Group found = groups.get(group);
        if (found != null && found.priority != 1) {
            all.put(
                    "ansible_group_priority",
                    new YamlNode.Scalar(
                            (long) found.priority,
                            String.valueOf(found.priority),
                            YamlNode.Scalar.Style.PLAIN,
                            "",
                            Position.in(file.toString())));
        }
        return all;
    }

    @Override
    public Map<String, YamlNode> ownVariablesOfHost(String host, List<Path> more) {
        Host found = hosts.get(host);
        Map<String, YamlNode> all = new LinkedHashMap<>(found == null ? Map.of() : found.vars);
        places(more).forEach(folder -> all.putAll(vars.ofHost(folder, host)));
        return all;
    }

    private List<Path> places(List<Path> more) {
        List<Path> places = new ArrayList<>(folders);
        places.addAll(more);
        return places;
    }
}
