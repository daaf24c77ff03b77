package io.slipway.automation.module;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds modules by the names that playbooks use: short, or fully qualified by a collection. */
public final class ModuleCatalogue {

    private static final Set<String> COLLECTIONS = Set.of(
            "ansible.builtin",
            "ansible.legacy",
            "ansible.posix",
            "community.general",
            "community.crypto",
            "community.docker",
            "community.mysql",
            "containers.podman",
            "kubernetes.core",
            "community.kubernetes",
            "slipway.builtin");

    private final Map<String, Module> byName = new LinkedHashMap<>();
    private final AnsibleModules ansibles = new AnsibleModules();

    public ModuleCatalogue(Collection<? extends Module> modules) {
        for (Module module : modules) {
            for (String name : module.spec().names()) {
                if (byName.putIfAbsent(name, module) != null) {
                    throw new IllegalArgumentException("two modules are called " + name);
                }
            }
        }
    }

    public Optional<Module> find(String name) {
        return Optional.ofNullable(byName.get(shortName(name)));
    }

    /** Whether Ansible has a module of this name that is not here yet. */
    public boolean isMissing(String name) {
        return find(name).isEmpty() && ansibles.contains(name);
    }

    /** The name without the collections whose modules are built in; other qualified names stay as they are. */
    public static String shortName(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && COLLECTIONS.contains(name.substring(0, dot)) ? name.substring(dot + 1) : name;
    }

    /** Every module once, in the order of their names. */
    public List<Module> modules() {
        return byName.values().stream()
                .distinct()
                .sorted(Comparator.comparing(module -> module.spec().name()))
                .toList();
    }

    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Every name that content may use without a mistake, whether the module is here yet or not. */
    public Set<String> allNames() {
        Set<String> all = new TreeSet<>(ansibles.names());
        all.addAll(byName.keySet());
        return all;
    }
}
