package io.slipway.automation.module;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of the modules that Ansible and the collections of everyday content have, also of those that Slipway has not: content that
 * names one of them holds no mistake, and what it would do can be listed.
 */
final class AnsibleModules {

    private static final String NAMES = "ansible-modules.txt";

    private final Map<String, Set<String>> byCollection = new LinkedHashMap<>();
    private final Set<String> all = new TreeSet<>();

    AnsibleModules() {
        try (InputStream names = AnsibleModules.class.getResourceAsStream(NAMES)) {
            if (names == null) {
                throw new IllegalStateException(NAMES + " is missing from this program");
            }
            parse(new String(names.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A collection stands at the margin, its modules on the indented lines after it. */
    private void parse(String text) {
        Set<String> current = new TreeSet<>();
        for (String line : text.lines().toList()) {
            if (line.startsWith(" ")) {
                List<String> modules = List.of(line.strip().split(" "));
                current.addAll(modules);
                all.addAll(modules);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                current = byCollection.computeIfAbsent(line.strip(), collection -> new TreeSet<>());
            }
        }
    }

    /** @param name short, as every collection's modules were called once and often still are, or fully qualified */
    boolean contains(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return all.contains(name);
        }
        String collection = name.substring(0, dot).replace("ansible.legacy", "ansible.builtin");
        return byCollection.getOrDefault(collection, Set.of()).contains(name.substring(dot + 1));
    }

    Collection<String> names() {
        return all;
    }
}
