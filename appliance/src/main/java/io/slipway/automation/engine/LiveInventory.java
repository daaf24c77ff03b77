package io.slipway.automation.engine;

import io.slipway.automation.inventory.HostPattern;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.Limit;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The inventory as this run sees it: what the sources say, and what {@code add_host} and {@code group_by} added since. */
final class LiveInventory {

    private volatile Inventory sources;
    private final Limit limit;
    private final Consumer<String> warnings;
    private final Map<String, Map<String, @Nullable Object>> addedHosts = new LinkedHashMap<>();
    private final Map<String, Set<String>> addedMembers = new LinkedHashMap<>();
    private final Map<String, Map<String, YamlNode>> variables = new ConcurrentHashMap<>();

    /** @param warnings told of patterns that match nothing, once there are added hosts */
    LiveInventory(Inventory sources, Limit limit, Consumer<String> warnings) {
        this.sources = sources;
        this.limit = limit;
        this.warnings = warnings;
    }

    Inventory sources() {
        return sources;
    }

    /** Reads the sources again; what was added in this run stays. */
    synchronized void refresh() {
        sources = sources.reread();
        variables.clear();
    }

    synchronized List<String> hosts() {
        if (addedHosts.isEmpty()) {
            return sources.hosts();
        }
        Set<String> all = new LinkedHashSet<>(sources.hosts());
        all.addAll(addedHosts.keySet());
        return List.copyOf(all);
    }

    synchronized boolean hasHost(String host) {
        return addedHosts.containsKey(host) || sources.hasHost(host);
    }

    synchronized Map<String, List<String>> groups() {
        if (addedMembers.isEmpty()) {
            return sources.groups();
        }
        Map<String, List<String>> all = new LinkedHashMap<>(sources.groups());
        addedMembers.forEach((group, members) -> all.merge(group, List.copyOf(members), LiveInventory::union));
        return all;
    }

    private static List<String> union(List<String> some, List<String> more) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    synchronized List<String> groupsOf(String host) {
        Set<String> all = new TreeSet<>(sources.groupsOf(host));
        addedMembers.forEach((group, members) -> {
            if (members.contains(host) && !group.equals("all")) {
                all.add(group);
            }
        });
        return List.copyOf(all);
    }

    /** The hosts of a play: those of its patterns that {@code --limit} leaves. */
    List<String> limited(String pattern) {
        return limit.leaves(select(pattern), this::select);
    }

    /** As {@link Inventory#select}, with the added hosts and groups. */
    List<String> select(String pattern) {
        return select(List.of(pattern));
    }

    private synchronized List<String> select(List<String> patterns) {
        return addedMembers.isEmpty()
                ? sources.select(patterns)
                : new HostPattern(hosts(), groups(), warnings).select(patterns);
    }

    /** What the sources say about a host. Merged once for each playbook directory. */
    Map<String, YamlNode> variablesOf(String host, Path playbookDirectory) {
        return variables.computeIfAbsent(
                host + "\0" + playbookDirectory, key -> sources.variablesOf(host, playbookDirectory));
    }

    /** What {@code add_host} said about a host; final values. */
    synchronized Map<String, @Nullable Object> addedVariablesOf(String host) {
        return addedHosts.getOrDefault(host, Map.of());
    }

    /** @return whether that is news */
    synchronized boolean addHost(String host, List<String> groups, Map<String, @Nullable Object> itsVariables) {
        boolean news = !hasHost(host);
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(addedVariablesOf(host));
        merged.putAll(itsVariables);
        news |= !merged.equals(addedVariablesOf(host));
        addedHosts.put(host, merged);
        news |= join("all", host);
        for (String group : groups) {
            news |= join(group, host);
        }
        return news;
    }

    /** @return whether that is news */
    synchronized boolean addToGroup(String host, String group, List<String> parents) {
        boolean news = join(group, host);
        for (String parent : parents) {
            news |= join(parent, host);
        }
        return news;
    }

    private boolean join(String group, String host) {
        if (sources.groups().getOrDefault(group, List.of()).contains(host)) {
            return false;
        }
        return addedMembers
                .computeIfAbsent(group, name -> new LinkedHashSet<>())
                .add(host);
    }
}
