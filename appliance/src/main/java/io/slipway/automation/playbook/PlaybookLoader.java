package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads playbooks, and the files and roles that they import, into plays. All mistakes of all files are reported at once. Safe for use
 * by many threads; parsed files are kept, so that including a file again costs little.
 */
public final class PlaybookLoader {

    private static final List<Path> USUAL_ROLES = List.of(Path.of("/etc/ansible/roles"));

    private final SourceFiles files;
    private final ModuleNames modules;
    private final StaticTemplates statics;
    private final ContentPaths paths;
    private final Library library;
    private final Map<Path, YamlNode> parsed = new ConcurrentHashMap<>();
    private final Set<YamlNode.Scalar> sound = ConcurrentHashMap.newKeySet();

    public PlaybookLoader(SourceFiles files, ModuleNames modules, StaticTemplates statics) {
        this(files, modules, statics, new ContentPaths(USUAL_ROLES, List.of(), List.of()));
    }

    public PlaybookLoader(SourceFiles files, ModuleNames modules, StaticTemplates statics, ContentPaths paths) {
        this.files = files;
        this.modules = modules;
        this.statics = statics;
        this.paths = paths;
        this.library = new Library(files, paths);
    }

    /**
     * The plays of a playbook, in order; {@code import_*} is resolved, {@code include_*} is left to the run.
     *
     * @throws PlaybookException with every mistake
     */
    public List<Play> load(Path playbook) {
        Load load = begin();
        List<Play> plays = new PlaybookReader(load).read(playbook);
        load.throwProblems();
        return plays;
    }

    /**
     * As {@link #load}, but also misses what only a run needs and an earlier play may make: files in {@code vars_files} whose names hold
     * no template.
     *
     * @throws PlaybookException with every mistake
     */
    public List<Play> check(Path playbook) {
        Load load = begin();
        List<Play> plays = new PlaybookReader(load).read(playbook);
        plays.forEach(new NamedVarsFiles(load)::check);
        load.throwProblems();
        return plays;
    }

    /**
     * Plays that stand in no file, such as that of a single command.
     *
     * @param as the file that they would stand in: files that they name are looked for in its folder
     */
    public List<Play> plays(YamlNode document, Path as) {
        parsed.put(as.toAbsolutePath().normalize(), document);
        return load(as);
    }

    /**
     * The steps of a file, for {@code include_tasks}.
     *
     * @param file as found by {@link #findTaskFile}
     * @param outer what surrounds the file's steps: for an include, what surrounds the include itself, with its {@code apply} inside
     */
    public Fragment taskFile(Path file, Play play, Context outer) {
        return file(file, play, outer, false);
    }

    /** The handlers of a file, for {@code include_tasks} among handlers. */
    public Fragment handlerFile(Path file, Play play, Context outer) {
        return file(file, play, outer, true);
    }

    /** A role and the roles that it depends on, for {@code include_role}. */
    public Fragment role(RoleUse use, Play play, Context outer) {
        Load load = begin();
        Scope scope = scope(play, outer, outer.file(), false);
        Optional<Fragment> fragment =
                new RoleReader(load, new StepReader(load)).role(use, use.name().at(), scope);
        load.throwProblems();
        Fragment role = fragment.orElseThrow(() -> new PlaybookException(
                Problem.of("the role cannot be loaded").at(use.name().at())));
        List<Step> handlers = new ArrayList<>(role.handlers());
        handlers.addAll(scope.importedHandlers());
        return new Fragment(role.steps(), handlers);
    }

    /**
     * Finds the file that an {@code include_tasks} names.
     *
     * @param name templated already, with the position of the template
     * @param from the context of the include
     * @throws PlaybookException listing every place that was looked at
     */
    public Path findTaskFile(YamlNode.Scalar name, Play play, Context from, boolean handlers) {
        Load load = begin();
        Optional<Path> found =
                new TaskFiles(load).find(name.text(), name.at(), scope(play, from, from.file(), handlers));
        load.throwProblems();
        return found.orElseThrow(() -> new PlaybookException(
                Problem.of("there is no file '" + name.text() + "'").at(name.at())));
    }

    /**
     * The module that content brings along under the name that a task calls, if any: of the collections that count there, of a
     * {@code library}, or of the collection that the name begins with.
     */
    public Optional<OwnModule> ownModule(Step.Task task) {
        return begin().own(task.action(), task.context());
    }

    /** The action plugin in Python that Ansible would do this task with, if content brings one along. */
    public Optional<Path> actionPlugin(Step.Task task) {
        return library.actionPlugin(task.action());
    }

    /** The modules of a group of {@code module_defaults}, by their full names; none when nobody knows the group. */
    public Set<String> actionGroup(String name) {
        return library.groups().members(name);
    }

    /** Whether a file that was loaded holds nothing, not even an empty list. */
    public boolean isBlank(Path file) {
        return begin().yaml(file, Trail.start(file))
                .filter(content -> content instanceof YamlNode.Scalar scalar && scalar.value() == null)
                .isPresent();
    }

    /** The keywords in the {@code apply} of an include. */
    public Keywords apply(Step.Task include) {
        if (!(include.arguments().get("apply") instanceof YamlNode.Mapping apply)) {
            return Keywords.NONE;
        }
        Load load = begin();
        Keywords keywords = new KeywordReader(load)
                .sort(apply, Keyword.Place.BLOCK, Trail.start(include.context().file()))
                .keywords();
        load.throwProblems();
        return keywords;
    }

    private Fragment file(Path file, Play play, Context outer, boolean handlers) {
        Load load = begin();
        Context inside = outer.innerFile(Keywords.NONE, file);
        Scope scope = scope(play, inside, file, handlers);
        List<Step> steps = new StepReader(load).file(file, scope);
        load.throwProblems();
        return new Fragment(steps, scope.importedHandlers());
    }

    private static Scope scope(Play play, Context context, Path file, boolean handlers) {
        return new Scope(context, Trail.start(file), TaskFiles.folder(play.playbook()), handlers, new ArrayList<>());
    }

    private Load begin() {
        return new Load(files, modules, statics, paths, library, parsed, sound);
    }
}
