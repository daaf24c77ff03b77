package io.slipway.automation.engine;

import io.slipway.automation.inventory.Inventory;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The inventory as this run sees it: what the sources say, and what {@code add_host} and {@code group_by} added since. */
final class LiveInventory {

    private final Inventory sources;
    private final Map<String, Map<String, @Nullable Object>> addedHosts = new LinkedHashMap<>();
    private final Map<String, Set<String>> addedMembers = new LinkedHashMap<>();
    private final Map<String, Map<String, YamlNode>> variables = new ConcurrentHashMap<>();

    LiveInventory(Inventory sources) {
        this.sources = sources;
    }

    Inventory sources() {
        return sources;
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

    /** As {@link Inventory#select}, with the added hosts and groups by name. */
    synchronized List<String> select(String pattern) {
        if (addedMembers.isEmpty()) {
            return sources.select(pattern);
        }
        Set<String> chosen = new LinkedHashSet<>();
        for (String term : terms(pattern)) {
            switch (term.charAt(0)) {
                case '!' -> chosen.removeAll(matching(term.substring(1)));
                case '&' -> chosen.retainAll(matching(term.substring(1)));
                default -> chosen.addAll(matching(term));
            }
        }
        return List.copyOf(chosen);
    }

    /** Exclusions and intersections come last, whatever the order in which they are written. */
    private static List<String> terms(String pattern) {
        List<String> plain = new ArrayList<>();
        List<String> narrowing = new ArrayList<>();
        for (String term : pattern.split(pattern.contains(",") ? "," : ":(?![^\\[]*])")) {
            String name = term.strip();
            if (!name.isEmpty()) {
                (name.startsWith("!") || name.startsWith("&") ? narrowing : plain).add(name);
            }
        }
        if (plain.isEmpty()) {
            plain.add("all");
        }
        narrowing.sort((a, b) -> Boolean.compare(a.startsWith("!"), b.startsWith("!")));
        plain.addAll(narrowing);
        return plain;
    }

    private Set<String> matching(String term) {
        Set<String> found = new LinkedHashSet<>();
        Set<String> group = addedMembers.get(term);
        if (group == null || sources.groups().containsKey(term)) {
            found.addAll(sources.select(term));
        }
        if (group != null) {
            found.addAll(group);
        }
        if (addedHosts.containsKey(term)) {
            found.add(term);
        }
        return found;
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
