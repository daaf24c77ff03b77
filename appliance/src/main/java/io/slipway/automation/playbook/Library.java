package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Modules that content brings along: in folders called {@code library} beside playbooks, in roles and where the user keeps some, and in
 * collections. As in Ansible, what was met first counts, and whatever is met is there for everybody.
 */
final class Library {

    private static final String LEGACY = "ansible.legacy.";

    private static final Pattern FULL_NAME = Pattern.compile("([A-Za-z_]\\w*)\\.([A-Za-z_]\\w*)\\.(\\w+(?:\\.\\w+)*)");

    private static final Pattern NO_MODULE =
            Pattern.compile(".*(\\.(pyc|pyo|swp|bak|rpm|md|txt|rst|ya?ml|ini|ps1)|~)|__init__\\.py");

    private final SourceFiles files;
    private final List<Path> usualCollections;
    private final Set<Path> looked = new HashSet<>();
    private final Map<String, Path> modules = new LinkedHashMap<>();
    private final Map<String, Path> usualModules = new LinkedHashMap<>();
    private final Set<Path> utilities = new LinkedHashSet<>();
    private final Set<Path> collections = new LinkedHashSet<>();
    private final PythonPlugins plugins;
    private final ActionGroups groups;

    Library(SourceFiles files, ContentPaths paths) {
        this.files = files;
        this.usualCollections = paths.collections();
        this.plugins = new PythonPlugins(files);
        this.groups = new ActionGroups(files, this::allCollections);
        for (Path library : paths.libraries()) {
            look(library, usualModules);
            if (files.isDirectory(library)) {
                files.folders(library).forEach(folder -> look(folder, usualModules));
            }
        }
    }

    /** From now on what lies beside this playbook, or in this role, is known. */
    synchronized void add(Path folder) {
        look(folder.resolve("library"), modules);
        plugins.add(folder);
        Path shared = folder.resolve("module_utils");
        if (files.isDirectory(shared)) {
            utilities.add(shared);
        }
        if (files.isDirectory(folder.resolve("collections").resolve("ansible_collections"))) {
            collections.add(folder.resolve("collections"));
        }
        CollectionPlaybooks.around(folder.toAbsolutePath().normalize()).ifPresent(collections::add);
    }

    private void look(Path library, Map<String, Path> into) {
        if (looked.add(library.toAbsolutePath().normalize()) && files.isDirectory(library)) {
            for (Path file : files.list(library)) {
                String name = String.valueOf(file.getFileName());
                int dot = name.lastIndexOf('.');
                if (!NO_MODULE.matcher(name).matches()) {
                    into.putIfAbsent(dot > 0 ? name.substring(0, dot) : name, file);
                }
            }
        }
    }

    boolean has(String name) {
        return find(name).isPresent();
    }

    /** By a short name or one that begins with {@code ansible.legacy}: of a {@code library}. By another full name: of its collection. */
    synchronized Optional<OwnModule> find(String name) {
        String plain = name.startsWith(LEGACY) ? name.substring(LEGACY.length()) : name;
        Path file = modules.getOrDefault(plain, usualModules.get(plain));
        if (file != null) {
            return Optional.of(new OwnModule(plain, file, Optional.empty(), List.copyOf(utilities), allCollections()));
        }
        return ofCollection(name);
    }

    /** The plugin in Python that an action of this name would be done by. */
    Optional<Path> actionPlugin(String name) {
        return plugins.action(name.startsWith(LEGACY) ? name.substring(LEGACY.length()) : name, allCollections());
    }

    ActionGroups groups() {
        return groups;
    }

    /** What is wrong, and whether a plugin in Python is the reason. */
    Problem explained(Problem problem) {
        return plugins.explained(problem, allCollections());
    }

    private Optional<OwnModule> ofCollection(String name) {
        Matcher full = FULL_NAME.matcher(name);
        if (!full.matches() || (full.group(1).equals("ansible") && full.group(2).equals("builtin"))) {
            return Optional.empty();
        }
        String module = full.group(3);
        return allCollections().stream()
                .map(folder -> folder.resolve("ansible_collections")
                        .resolve(full.group(1))
                        .resolve(full.group(2))
                        .resolve("plugins/modules")
                        .resolve(module.replace('.', '/') + ".py"))
                .filter(files::isFile)
                .findFirst()
                .map(file -> new OwnModule(
                        module,
                        file,
                        Optional.of(full.group(1) + "." + full.group(2)),
                        List.copyOf(utilities),
                        allCollections()));
    }

    private synchronized List<Path> allCollections() {
        List<Path> all = new ArrayList<>(collections);
        all.addAll(usualCollections);
        return all;
    }
}
