package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Gathers groups, hosts and variables while sources are read, one after the other. */
final class InventoryBuilder {

    static final String ALL = "all";
    static final String UNGROUPED = "ungrouped";

    private static final Pattern ODD_NAME = Pattern.compile("^[\\d\\W]|[^\\w]", Pattern.UNICODE_CHARACTER_CLASS);

    private static final Set<String> REPLACED = Set.of("always", "silently");
    private static final Set<String> WARNED_OF = Set.of("always", "never");

    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Host> hosts = new LinkedHashMap<>();
    private final Consumer<String> warnings;
    private final String oddNames;
    private boolean warnedOfNames;

    /** @param oddNames what becomes of group names that are no variable names, as {@code InventorySettings} has it */
    InventoryBuilder(Consumer<String> warnings, String oddNames) {
        this.warnings = warnings;
        this.oddNames = oddNames;
        addGroup(ALL);
        addGroup(UNGROUPED);
        group(ALL).children.add(group(UNGROUPED));
        group(UNGROUPED).parents.add(group(ALL));
    }

    /** A group as its sources describe it. */
    static final class Group {
        final String name;
        final Set<Group> children = new LinkedHashSet<>();
        final Set<Group> parents = new LinkedHashSet<>();
        final Set<Host> hosts = new LinkedHashSet<>();
        final Map<String, YamlNode> vars = new LinkedHashMap<>();
        int priority = 1;
        int depth;

        Group(String name) {
            this.name = name;
        }

        /** All that lie above, in no particular order. */
        Set<Group> ancestors() {
            return reachable(this, true);
        }

        /** Itself and all that lie below, level by level. */
        Set<Group> descendants() {
            Set<Group> all = new LinkedHashSet<>();
            all.add(this);
            all.addAll(reachable(this, false));
            return all;
        }

        private static Set<Group> reachable(Group from, boolean up) {
            Set<Group> seen = new LinkedHashSet<>();
            Deque<Group> open = new ArrayDeque<>(up ? from.parents : from.children);
            while (!open.isEmpty()) {
                Group group = open.poll();
                if (seen.add(group)) {
                    open.addAll(up ? group.parents : group.children);
                }
            }
            return seen;
        }
    }

    /** A host as its sources describe it. */
    static final class Host {
        final String name;
        final Path source;
        final Map<String, YamlNode> vars = new LinkedHashMap<>();
        /** Those that list it. */
        final Set<Group> groups = new LinkedHashSet<>();

        Host(String name, Path source) {
            this.name = name;
            this.source = source;
        }
    }

    Collection<Group> groups() {
        return groups.values();
    }

    Collection<Host> hosts() {
        return hosts.values();
    }

    boolean hasGroup(String name) {
        return groups.containsKey(known(name));
    }

    Group group(String name) {
        return Optional.ofNullable(groups.get(known(name))).orElseThrow();
    }

    /** A group's name with each character that no variable may have replaced. */
    static String safeName(String name) {
        return ODD_NAME.matcher(name).replaceAll("_");
    }

    private String known(String name) {
        return REPLACED.contains(oddNames) ? safeName(name) : name;
    }

    Group addGroup(String given) {
        String name = known(given);
        Group known = groups.get(name);
        if (known != null) {
            return known;
        }
        if (ODD_NAME.matcher(given).find() && !warnedOfNames && WARNED_OF.contains(oddNames)) {
            warnedOfNames = true;
            String done = oddNames.equals("always") ? "and automatically" : "but not";
            warnings.accept(
                    "Invalid characters were found in group names " + done + " replaced, use -vvvv to see details");
        }
        Group group = new Group(name);
        groups.put(name, group);
        return group;
    }

    /** @throws InventoryException when that closes a circle */
    void addChild(String parent, String child, Position at) {
        Group above = group(parent);
        Group below = group(child);
        if (above == below || above.ancestors().contains(below)) {
            throw new InventoryException(Problem.of("the group '" + child + "' cannot be a child of '" + parent + "'")
                    .at(at)
                    .because(
                            above == below
                                    ? "a group cannot hold itself"
                                    : "'" + parent + "' lies inside '" + child + "' already"));
        }
        above.children.add(below);
        below.parents.add(above);
    }

    /** Adds hosts to a group; the port counts only for those not seen before. */
    void addHosts(List<String> names, Optional<Integer> port, String group, Path source, Position at) {
        for (String name : names) {
            if (name.isBlank()) {
                throw new InventoryException(Problem.of("a host has no name").at(at));
            }
            Host host = hosts.get(name);
            if (host == null) {
                host = new Host(name, source);
                hosts.put(name, host);
                addPort(host, port, at);
                if (hosts.size() > HostRange.MAX_HOSTS) {
                    throw new InventoryException(
                            Problem.of("this inventory has more than " + HostRange.MAX_HOSTS + " hosts")
                                    .at(at));
                }
            }
            host.groups.add(group(group));
            group(group).hosts.add(host);
        }
    }

    private static void addPort(Host host, Optional<Integer> port, Position at) {
        port.ifPresent(number -> host.vars.put(
                "ansible_port",
                new YamlNode.Scalar((long) number, String.valueOf(number), YamlNode.Scalar.Style.PLAIN, "", at)));
    }

    void setHostVariable(String host, String name, YamlNode value) {
        Optional.ofNullable(hosts.get(host)).orElseThrow().vars.put(name, value);
    }

    void setGroupVariable(String group, String name, YamlNode value) {
        if (!name.equals("ansible_group_priority")) {
            group(group).vars.put(name, value);
            return;
        }
        try {
            group(group).priority = Integer.parseInt(String.valueOf(value.toValue()));
        } catch (NumberFormatException e) {
            throw new InventoryException(
                    Problem.of("'ansible_group_priority' takes a whole number").at(value.at()), e);
        }
    }

    /** Puts every group below {@code all} and every host without a group into {@code ungrouped}, and measures how deep groups lie. */
    void settle() {
        Group all = group(ALL);
        Group ungrouped = group(UNGROUPED);
        for (Group group : groups.values()) {
            if (group != all && group.parents.isEmpty()) {
                all.children.add(group);
                group.parents.add(all);
            }
        }
        for (Host host : hosts.values()) {
            boolean grouped = host.groups.stream().anyMatch(group -> group != all && group != ungrouped);
            if (grouped && host.groups.remove(ungrouped)) {
                ungrouped.hosts.remove(host);
            } else if (!grouped && host.groups.add(ungrouped)) {
                ungrouped.hosts.add(host);
            }
            if (groups.containsKey(host.name)) {
                warnings.accept("Found both group and host with same name: " + host.name);
            }
        }
        measure();
    }

    /** Finds out how deep groups lie, as far as they are known by now. */
    void measure() {
        groups.values().stream().filter(group -> group.parents.isEmpty()).forEach(InventoryBuilder::deepen);
    }

    private static void deepen(Group top) {
        Deque<Group> open = new ArrayDeque<>(List.of(top));
        while (!open.isEmpty()) {
            Group group = open.poll();
            for (Group child : group.children) {
                if (child.depth <= group.depth) {
                    child.depth = group.depth + 1;
                    open.add(child);
                }
            }
        }
    }

    /** The hosts of a group and of those below it, level by level. */
    static List<String> hostsOf(Group group) {
        Set<String> names = new LinkedHashSet<>();
        group.descendants().forEach(below -> below.hosts.forEach(host -> names.add(host.name)));
        return new ArrayList<>(names);
    }
}
