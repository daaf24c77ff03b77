package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One loading in progress: reads files and gathers every mistake, so that all of them can be reported together. */
final class Load {

    /** Far beyond any real playbook; what gets here is imports that multiply. */
    private static final int MAX_STEPS = 100_000;

    final SourceFiles files;
    final ModuleNames modules;
    final StaticTemplates statics;
    final ContentPaths paths;
    final Library library;
    final Set<YamlNode.Scalar> sound;
    private final Map<Path, YamlNode> parsed;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> reported = new HashSet<>();
    private int steps;

    /**
     * @param parsed files read before
     * @param sound templates found free of mistakes before
     */
    Load(
            SourceFiles files,
            ModuleNames modules,
            StaticTemplates statics,
            ContentPaths paths,
            Library library,
            Map<Path, YamlNode> parsed,
            Set<YamlNode.Scalar> sound) {
        this.files = files;
        this.modules = modules;
        this.statics = statics;
        this.paths = paths;
        this.library = library;
        this.parsed = parsed;
        this.sound = sound;
    }

    /** Notes a mistake, once, with the imports that led to it. */
    void report(Problem mistake, Trail trail) {
        Problem problem = library.explained(mistake);
        if (!reported.add(problem.where() + " " + problem.what())) {
            return;
        }
        String chain = trail.explain();
        String why = problem.why().isEmpty() ? chain : chain.isEmpty() ? problem.why() : problem.why() + "; " + chain;
        problems.add(problem.because(why));
    }

    void report(ProblemException exception, Trail trail) {
        exception.problems().forEach(problem -> report(problem, trail));
    }

    /** Whether this is the name of an action or module, also of one that only a role brings along. */
    boolean knows(String action) {
        return Actions.known(action, modules)
                || library.has(action)
                || library.actionPlugin(action).isPresent();
    }

    /** As {@link #knows(String)}, also by the short name of a module of a collection that counts here. */
    boolean knows(String action, Context context) {
        return knows(action) || own(action, context).isPresent();
    }

    /** The module that content brings along under this name; short names are looked for in the collections that count here first. */
    Optional<OwnModule> own(String action, Context context) {
        Stream<String> names = action.indexOf('.') < 0
                ? CollectionRoles.searched(context).stream().map(collection -> collection + "." + action)
                : Stream.empty();
        return Stream.concat(names, Stream.of(action))
                .flatMap(name -> library.find(name).stream())
                .findFirst();
    }

    boolean freeForm(String action) {
        return !library.has(action) && Actions.freeForm(action, modules);
    }

    /** The arguments that an action takes; empty when it takes any, or when only a node can tell. */
    Optional<List<String>> arguments(String action) {
        return library.has(action) || library.actionPlugin(action).isPresent()
                ? Optional.empty()
                : Actions.arguments(action, modules);
    }

    /** The content of a file, or empty when it was refused: then the mistake is noted. */
    Optional<YamlNode> yaml(Path file, Trail trail) {
        Path key = file.toAbsolutePath().normalize();
        YamlNode known = parsed.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            YamlNode read = YamlReader.read(file.toString(), files.read(file));
            parsed.put(key, read);
            return Optional.of(read);
        } catch (YamlException | PlaybookException e) {
            report(e, trail);
            return Optional.empty();
        }
    }

    /** The text of a name that must be known now; templates in it are filled in. Empty when that failed. */
    Optional<String> resolved(YamlNode.Scalar name, Map<String, Object> variables, Trail trail) {
        if (!Templates.in(name)) {
            return Optional.of(name.text());
        }
        try {
            return Optional.of(statics.render(name, variables));
        } catch (PlaybookException e) {
            report(e, trail);
            return Optional.empty();
        }
    }

    /** A text as a path, or empty when it cannot be one. */
    Optional<Path> path(String text, Position at, Trail trail) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            report(Problem.of("this is no path").at(at).because(e.getReason()), trail);
            return Optional.empty();
        }
    }

    /** Counts a step, so that imports cannot multiply without end. */
    void countStep(Position at) {
        if (++steps > MAX_STEPS) {
            throw new PlaybookException(Problem.of("this playbook has more than " + MAX_STEPS + " tasks")
                    .at(at)
                    .because("files that import others more than once multiply"));
        }
    }

    void throwProblems() {
        if (!problems.isEmpty()) {
            throw new PlaybookException(inOrder());
        }
    }

    /** File by file, as they were first met, and from top to bottom in each. */
    private List<Problem> inOrder() {
        List<String> sources = problems.stream().map(Load::source).distinct().toList();
        return problems.stream()
                .sorted(Comparator.comparingInt((Problem problem) -> sources.indexOf(source(problem)))
                        .thenComparingInt(problem ->
                                problem.where() == null ? 0 : problem.where().line())
                        .thenComparingInt(problem ->
                                problem.where() == null ? 0 : problem.where().column()))
                .toList();
    }

    private static String source(Problem problem) {
        return problem.where() == null ? "" : problem.where().source();
    }
}
