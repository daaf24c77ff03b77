package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plugins in Python that content brings along. Slipway has no Python on this side, so it cannot run them; but whoever uses what one of
 * them defines is told so, and where it stands.
 */
final class PythonPlugins {

    /** What the loader says of a name that it does not know. */
    private static final Pattern UNKNOWN =
            Pattern.compile("there is no (filter|test|lookup) '([^']+)'.*", Pattern.DOTALL);

    private static final Pattern FULL_NAME = Pattern.compile("(\\w+)\\.(\\w+)\\.(?:\\w+\\.)*(\\w+)");

    private final SourceFiles files;
    private final Set<Path> folders = new LinkedHashSet<>();

    PythonPlugins(SourceFiles files) {
        this.files = files;
    }

    /** From now on what lies beside this playbook, or in this role, counts. */
    synchronized void add(Path folder) {
        folders.add(folder);
    }

    /** The plugin that does an action of this name. */
    Optional<Path> action(String name, List<Path> collections) {
        return named("action", name, collections);
    }

    /** A problem with a name, with what is known about a plugin of that name. */
    Problem explained(Problem problem, List<Path> collections) {
        Matcher unknown = UNKNOWN.matcher(problem.what());
        if (!unknown.matches()) {
            return problem;
        }
        String kind = unknown.group(1);
        Optional<Path> file = kind.equals("lookup")
                ? named(kind, unknown.group(2), collections)
                : holding(kind, unknown.group(2), collections);
        return file.map(
                        found -> problem.because(
                                        found + " defines it in Python, which Slipway does not run on this side")
                                .hint(
                                        kind.equals("lookup")
                                                ? "use a lookup that Slipway has, or register what a task finds out"
                                                : "use filters and tests that Slipway has, a macro of Jinja, or a task that sets a fact"))
                .orElse(problem);
    }

    /** Lookups and actions are called as their files are. */
    private Optional<Path> named(String kind, String name, List<Path> collections) {
        return places(kind, name, collections)
                .map(folder -> folder.resolve(last(name) + ".py"))
                .filter(files::isFile)
                .findFirst();
    }

    /** Filters and tests are the keys of a mapping that a plugin has: so the name stands in it as a text, before a colon. */
    private Optional<Path> holding(String kind, String name, List<Path> collections) {
        Pattern key = Pattern.compile(
                "['\"]" + Pattern.quote(last(name)) + "['\"]\\s*:|\\b" + Pattern.quote(last(name)) + "\\s*=");
        return places(kind, name, collections)
                .filter(files::isDirectory)
                .flatMap(folder -> files.list(folder).stream())
                .filter(file -> file.toString().endsWith(".py"))
                .filter(file -> key.matcher(files.read(file)).find())
                .findFirst();
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private synchronized Stream<Path> places(String kind, String name, List<Path> collections) {
        Matcher full = FULL_NAME.matcher(name);
        if (full.matches()) {
            return collections.stream()
                    .map(folder -> folder.resolve("ansible_collections")
                            .resolve(full.group(1))
                            .resolve(full.group(2))
                            .resolve("plugins")
                            .resolve(kind));
        }
        List<Path> places = new ArrayList<>();
        folders.forEach(folder -> places.add(folder.resolve(kind + "_plugins")));
        return places.stream();
    }
}
