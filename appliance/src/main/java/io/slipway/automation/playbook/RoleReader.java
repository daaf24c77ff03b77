package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Loads a role with the roles that it depends on, and turns them into one block. */
final class RoleReader {

    private static final Set<String> META =
            Set.of("dependencies", "allow_duplicates", "galaxy_info", "argument_specs", "collections", "standalone");

    private final Load load;
    private final StepReader steps;
    private final RoleFiles files;
    private final RoleEntries entries;

    RoleReader(Load load, StepReader steps) {
        this.load = load;
        this.steps = steps;
        this.files = new RoleFiles(load);
        this.entries = new RoleEntries(load);
    }

    /** What a role and its dependencies say, before any of it becomes steps. */
    private record Loaded(
            RoleUse use,
            String name,
            Path directory,
            Map<String, YamlNode> defaults,
            Map<String, YamlNode> vars,
            Map<String, YamlNode> meta,
            List<Loaded> dependencies) {

        /** With those of the dependencies underneath. */
        Map<String, YamlNode> allDefaults() {
            Map<String, YamlNode> all = new LinkedHashMap<>();
            dependencies.forEach(dependency -> all.putAll(dependency.allDefaults()));
            all.putAll(defaults);
            return all;
        }

        Map<String, YamlNode> allVars() {
            Map<String, YamlNode> all = new LinkedHashMap<>();
            dependencies.forEach(dependency -> all.putAll(dependency.allVars()));
            use.keywords().get(Keyword.VARS).ifPresent(given -> given(given, all));
            all.putAll(vars);
            return all;
        }

        private static void given(YamlNode vars, Map<String, YamlNode> into) {
            switch (vars) {
                case YamlNode.Mapping mapping ->
                    mapping.entries().forEach(entry -> into.put(entry.name(), entry.value()));
                case YamlNode.Sequence list -> list.items().forEach(item -> given(item, into));
                case YamlNode.Scalar scalar -> {}
            }
        }

        Stream<String> allDependencies() {
            return dependencies.stream()
                    .flatMap(dependency -> Stream.concat(dependency.allDependencies(), Stream.of(dependency.name())));
        }
    }

    /** What surrounding roles say first, then {@code inner}, which wins. */
    private static Map<String, YamlNode> inherited(
            Context context, Function<Role, Map<String, YamlNode>> part, Map<String, YamlNode> inner) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        context.currentRole().ifPresent(parent -> all.putAll(part.apply(parent)));
        all.putAll(inner);
        return all;
    }

    /** Empty when the role was refused: then the mistakes are noted. */
    Optional<Fragment> role(RoleUse use, Position at, Scope scope) {
        List<Step> handlers = new ArrayList<>();
        return loaded(use, at, scope, scope.trail(), List.of())
                .map(loaded -> block(loaded, at, scope, handlers))
                .map(block -> new Fragment(List.of(block), handlers));
    }

    private Optional<Loaded> loaded(RoleUse use, Position at, Scope scope, Trail trail, List<Path> dependents) {
        Optional<String> name = load.resolved(use.name(), new StaticVariables(load, trail).of(scope.context()), trail);
        Optional<RoleFiles.Found> found =
                name.flatMap(text -> files.find(text, use.name().at(), scope));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Path directory = found.get().directory();
        if (dependents.contains(directory)) {
            load.report(
                    Problem.of("the role '" + name.get() + "' depends on itself")
                            .at(use.name().at())
                            .because(chain(dependents, directory)),
                    trail);
            return Optional.empty();
        }
        load.library.add(directory);
        Map<String, YamlNode> meta = meta(directory, at, trail);
        List<Path> further =
                Stream.concat(dependents.stream(), Stream.of(directory)).toList();
        Trail metaTrail = trail.into(directory.resolve("meta"), at);
        List<Loaded> dependencies = new ArrayList<>();
        YamlNode wanted = meta.get("dependencies");
        if (wanted != null) {
            for (RoleUse dependency : entries.uses(wanted, metaTrail)) {
                loaded(dependency, dependency.name().at(), besides(scope, directory), metaTrail, further)
                        .ifPresent(dependencies::add);
            }
        }
        return Optional.of(new Loaded(
                use,
                found.get().name(),
                directory,
                files.variables(directory, "defaults", use.from().defaults(), at, trail),
                files.variables(directory, "vars", use.from().vars(), at, trail),
                meta,
                dependencies));
    }

    /** A scope from which roles beside this one are found. */
    private static Scope besides(Scope scope, Path directory) {
        Role here = new Role("", directory, Map.of(), Map.of(), Map.of(), List.of(), false);
        Context context = scope.context();
        return scope.within(new Context(context, Keywords.NONE, here, Map.of(), context.file()));
    }

    private static String chain(List<Path> roles, Path last) {
        StringBuilder text = new StringBuilder();
        roles.forEach(role -> text.append(role.getFileName()).append(" → "));
        return text.append(last.getFileName()).toString();
    }

    private Map<String, YamlNode> meta(Path directory, Position at, Trail trail) {
        Optional<Path> file = files.file(directory, "meta", Optional.empty(), at, trail);
        if (file.isEmpty()) {
            return Map.of();
        }
        Trail inside = trail.into(file.get(), at);
        Optional<YamlNode> content = load.yaml(file.get(), inside);
        if (content.isEmpty()) {
            return Map.of();
        }
        Map<String, YamlNode> meta = files.mapping(content.get(), inside);
        new KeywordReader(load).keysOf(content.get(), META, "meta/main", inside);
        YamlNode dependencies = meta.get("dependencies");
        if (dependencies != null
                && !(dependencies instanceof YamlNode.Sequence)
                && !(dependencies instanceof YamlNode.Scalar scalar && scalar.value() == null)) {
            load.report(
                    Problem.of("'dependencies' takes a list of roles, not " + dependencies.kind())
                            .at(dependencies.at()),
                    inside);
        }
        return meta;
    }

    private Step.Block block(Loaded loaded, Position at, Scope scope, List<Step> handlers) {
        RoleUse use = loaded.use();
        Optional<Path> tasks =
                files.file(loaded.directory(), "tasks", use.from().tasks(), at, scope.trail());
        Role role = new Role(
                loaded.name(),
                loaded.directory(),
                inherited(scope.context(), Role::defaults, loaded.allDefaults()),
                inherited(scope.context(), Role::vars, loaded.allVars()),
                inherited(scope.context(), Role::parameters, use.parameters()),
                parents(scope.context()),
                loaded.allDependencies().distinct().toList(),
                use.allowDuplicates().orElse(isTrue(loaded.meta().get("allow_duplicates"))),
                identity(loaded),
                use.included());
        Path file = tasks.orElse(loaded.directory().resolve("tasks").resolve("main.yml"));
        Keywords given = new TagTemplates(load, scope.trail()).filled(use.keywords(), scope.context());
        Keywords own = use.included() ? given : given.without(Keyword.VARS);
        YamlNode collections = loaded.meta().get("collections");
        Keywords keywords = collections == null ? own : own.with(Keyword.COLLECTIONS, collections);
        Context context = new Context(scope.context(), keywords, role, Map.of(), file);
        Scope inside = scope.within(context);
        List<Step> all = new ArrayList<>();
        for (Loaded dependency : loaded.dependencies()) {
            all.add(block(dependency, dependency.use().name().at(), inside.asTasks(), handlers));
        }
        new ArgumentSpecs(load, files)
                .check(loaded.directory(), loaded.meta(), use, context, at, scope.trail())
                .ifPresent(all::add);
        tasks.ifPresent(found -> all.addAll(read(found, context, at, inside.asTasks())));
        files.file(loaded.directory(), "handlers", use.from().handlers(), at, scope.trail())
                .ifPresent(found -> handlers.addAll(read(
                        found,
                        new Context(scope.context(), keywords, role, Map.of(), found),
                        at,
                        inside.asHandlers())));
        return new Step.Block(context, all, List.of(), List.of(), true, at);
    }

    private List<Step> read(Path file, Context context, Position at, Scope scope) {
        if (scope.trail().passes(file)) {
            load.report(
                    Problem.of("this import never ends")
                            .at(at)
                            .because(scope.trail().chain(file))
                            .hint("include_role with a condition can repeat a role"),
                    scope.trail());
            return List.of();
        }
        return steps.file(file, scope.into(context, at));
    }

    private static List<String> parents(Context context) {
        List<String> names = new ArrayList<>();
        for (Context at = context; at != null; at = at.outer()) {
            if (at.role() != null) {
                names.addFirst(at.role().name());
            }
        }
        return names;
    }

    private static boolean isTrue(@org.jspecify.annotations.Nullable YamlNode value) {
        return value instanceof YamlNode.Scalar scalar && Boolean.TRUE.equals(scalar.value());
    }

    private static String identity(Loaded loaded) {
        StringBuilder text = new StringBuilder(loaded.name());
        RoleUse use = loaded.use();
        use.parameters()
                .forEach((name, value) ->
                        text.append('\n').append(name).append('=').append(value.toValue()));
        for (Keyword keyword : List.of(Keyword.WHEN, Keyword.TAGS, Keyword.VARS)) {
            use.keywords()
                    .get(keyword)
                    .ifPresent(value ->
                            text.append('\n').append(keyword.yaml()).append(':').append(value.toValue()));
        }
        return text.append('\n').append(use.from()).append(use.included()).toString();
    }
}
