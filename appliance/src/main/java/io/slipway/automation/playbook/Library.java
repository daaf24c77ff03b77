package io.slipway.automation.playbook;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Modules that content brings along in folders called {@code library}: beside playbooks, in roles, and where the user keeps some. */
final class Library {

    private final SourceFiles files;
    private final Set<Path> looked = new HashSet<>();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    Library(SourceFiles files, List<Path> always) {
        this.files = files;
        always.forEach(this::look);
    }

    /** From now on the modules beside this playbook, or of this role, are known. As in Ansible, to everybody. */
    void add(Path folder) {
        look(folder.resolve("library"));
    }

    boolean has(String name) {
        return names.contains(Actions.plain(name));
    }

    private synchronized void look(Path library) {
        if (looked.add(library.toAbsolutePath().normalize()) && files.isDirectory(library)) {
            for (Path file : files.list(library)) {
                String name = String.valueOf(file.getFileName());
                int dot = name.lastIndexOf('.');
                names.add(dot > 0 ? name.substring(0, dot) : name);
            }
        }
    }
}
