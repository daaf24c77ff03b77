package io.slipway.automation.engine;

import io.slipway.automation.inventory.Inventory;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Hosts and groups as a test names them. Patterns are names, {@code all}, commas, {@code !} and {@code &}. */
final class FakeInventory implements Inventory {

    private final Map<String, Map<String, YamlNode>> hosts = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();

    void host(String name, String yaml) {
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        if (YamlReader.read("inventory/" + name, yaml) instanceof YamlNode.Mapping map) {
            map.entries().forEach(entry -> variables.put(entry.name(), entry.value()));
        }
        hosts.put(name, variables);
    }

    void group(String name, String... members) {
        groups.put(name, List.of(members));
    }

    @Override
    public List<String> hosts() {
        return List.copyOf(hosts.keySet());
    }

    @Override
    public boolean hasHost(String host) {
        return hosts.containsKey(host);
    }

    @Override
    public Map<String, List<String>> groups() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("all", hosts());
        all.put(
                "ungrouped",
                hosts().stream().filter(host -> groupsOf(host).isEmpty()).toList());
        all.putAll(groups);
        return all;
    }

    @Override
    public List<String> groupsOf(String host) {
        return groups.entrySet().stream()
                .filter(group -> group.getValue().contains(host))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    @Override
    public List<String> select(String pattern) {
        Set<String> chosen = new LinkedHashSet<>();
        for (String term : pattern.split("[,:]")) {
            switch (term.charAt(0)) {
                case '!' -> chosen.removeAll(members(term.substring(1)));
                case '&' -> chosen.retainAll(members(term.substring(1)));
                default -> chosen.addAll(members(term));
            }
        }
        List<String> inOrder = new ArrayList<>(hosts());
        inOrder.retainAll(chosen);
        if (chosen.contains("localhost") && !hasHost("localhost")) {
            inOrder.add("localhost");
        }
        return inOrder;
    }

    private List<String> members(String name) {
        if (groups().containsKey(name)) {
            return groups().get(name);
        }
        return hasHost(name) || name.equals("localhost") ? List.of(name) : List.of();
    }

    @Override
    public Map<String, YamlNode> variablesOf(String host, Path playbookDirectory) {
        return hosts.getOrDefault(host, Map.of());
    }

    @Override
    public Path fileOf(String host) {
        return Path.of("/inventory/hosts.yml");
    }
}
