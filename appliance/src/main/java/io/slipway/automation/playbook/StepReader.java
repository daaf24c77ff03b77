package io.slipway.automation.playbook;

import io.slipway.automation.playbook.Keyword.Place;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads lists of tasks and blocks, and puts what they import in its place. */
final class StepReader {

    private final Load load;
    private final TaskReader tasks;
    private final KeywordReader keywords;

    StepReader(Load load) {
        this.load = load;
        this.tasks = new TaskReader(load);
        this.keywords = new KeywordReader(load);
    }

    List<Step> steps(YamlNode.Sequence list, Scope scope) {
        List<Step> steps = new ArrayList<>();
        for (YamlNode item : list.items()) {
            load.countStep(item.at());
            if (item instanceof YamlNode.Mapping mapping) {
                if (isBlock(mapping)) {
                    steps.add(block(mapping, scope));
                } else {
                    tasks.read(mapping, scope)
                            .flatMap(task -> expanded(task, scope))
                            .ifPresent(steps::add);
                }
            } else if (!(item instanceof YamlNode.Scalar scalar && scalar.value() == null)) {
                load.report(
                        Problem.of("a task must be a mapping, not " + item.kind())
                                .at(item.at())
                                .hint("write it as '- name: …', with the module on a line of its own"),
                        scope.trail());
            } else {
                load.report(Problem.of("this task is empty").at(item.at()), scope.trail());
            }
        }
        return steps;
    }

    /** The steps of a whole file, in a context that is for that file. */
    List<Step> file(Path file, Scope scope) {
        YamlNode content = load.yaml(file, scope.trail()).orElse(null);
        return switch (content) {
            case null -> List.of();
            case YamlNode.Sequence list -> steps(list, scope);
            case YamlNode.Scalar scalar when scalar.value() == null -> List.of();
            default -> {
                load.report(
                        Problem.of("a file of tasks must hold a list, not " + content.kind())
                                .at(content.at())
                                .hint("start each task with '- '"),
                        scope.trail());
                yield List.of();
            }
        };
    }

    private static boolean isBlock(YamlNode.Mapping mapping) {
        return mapping.entries().stream()
                .map(YamlNode.Entry::name)
                .anyMatch(name -> name.equals("block") || name.equals("rescue") || name.equals("always"));
    }

    private Step.Block block(YamlNode.Mapping mapping, Scope scope) {
        KeywordReader.Sorted sorted = keywords.sort(mapping, Place.BLOCK, scope.trail());
        for (YamlNode.Entry entry : sorted.rest()) {
            if (load.knows(entry.name())) {
                load.report(
                        Problem.of("a block cannot have an action of its own: '" + entry.name() + "'")
                                .at(entry.key().at())
                                .hint("make it one of the tasks under 'block'"),
                        scope.trail());
            } else {
                keywords.unknown(entry, Place.BLOCK, scope.trail());
            }
        }
        if (!sorted.keywords().has(Keyword.BLOCK_) && mapping.entry("block").isEmpty()) {
            load.report(
                    Problem.of("'rescue' and 'always' need a 'block' beside them")
                            .at(mapping.at()),
                    scope.trail());
        }
        Keywords own = new TagTemplates(load, scope.trail())
                .filled(
                        sorted.keywords()
                                .without(Keyword.BLOCK_)
                                .without(Keyword.RESCUE)
                                .without(Keyword.ALWAYS),
                        scope.context());
        Scope inner = scope.inner(own);
        return new Step.Block(
                inner.context(),
                part(sorted.keywords(), Keyword.BLOCK_, inner),
                part(sorted.keywords(), Keyword.RESCUE, inner),
                part(sorted.keywords(), Keyword.ALWAYS, inner),
                false,
                mapping.at());
    }

    private List<Step> part(Keywords given, Keyword part, Scope scope) {
        return given.get(part).orElse(null) instanceof YamlNode.Sequence list ? steps(list, scope) : List.of();
    }

    /** The task itself, or what it imports. */
    private Optional<Step> expanded(Step.Task task, Scope scope) {
        return switch (Actions.plain(task.action())) {
            case "import_tasks" -> importTasks(task, scope);
            case "import_role" -> importRole(task, scope);
            case "include" -> isStatic(task) ? importTasks(task, scope) : includeTasks(task, "include_tasks", scope);
            case "include_tasks" -> includeTasks(task, task.action(), scope);
            case "include_role" -> includeRole(task, scope);
            case "meta" -> meta(task, scope);
            default -> Optional.of(task);
        };
    }

    private static boolean isStatic(Step.Task task) {
        YamlNode file = task.arguments().get(ArgumentReader.RAW);
        return task.loop().isEmpty() && (file == null || !Templates.in(file));
    }

    private Optional<Step> importTasks(Step.Task task, Scope scope) {
        if (refusesLoop(task, "include_tasks", scope)) {
            return Optional.empty();
        }
        Optional<YamlNode.Scalar> written = fileArgument(task, scope);
        Optional<String> name = written.flatMap(file ->
                load.resolved(file, new StaticVariables(load, scope.trail()).of(task.context()), scope.trail()));
        Optional<Path> file = name.flatMap(
                found -> new TaskFiles(load).find(found, written.orElseThrow().at(), scope));
        return file.map(found -> {
            Context context = scope.context().innerFile(task.context().keywords(), found);
            if (scope.trail().passes(found)) {
                load.report(recursion(task, scope.trail().chain(found)), scope.trail());
                return new Step.Block(context, List.of(), List.of(), List.of(), true, task.at());
            }
            Scope inside = scope.into(context, task.at());
            return new Step.Block(context, file(found, inside), List.of(), List.of(), true, task.at());
        });
    }

    private static Problem recursion(Step.Task task, String chain) {
        return Problem.of("this import never ends")
                .at(task.at())
                .because(chain)
                .hint("include_tasks with a condition can repeat a file");
    }

    private Optional<Step> importRole(Step.Task task, Scope scope) {
        if (refusesLoop(task, "include_role", scope)) {
            return Optional.empty();
        }
        return new RoleArguments(load)
                .use(task, scope)
                .flatMap(use -> new RoleReader(load, this).role(use, task.at(), scope))
                .map(fragment -> {
                    scope.importedHandlers().addAll(fragment.handlers());
                    return fragment.steps().getFirst();
                });
    }

    private boolean refusesLoop(Step.Task task, String instead, Scope scope) {
        task.loop()
                .ifPresent(loop -> load.report(
                        Problem.of("'" + task.action() + "' cannot be repeated")
                                .at(loop.items().at())
                                .because("imports are resolved when the playbook is loaded")
                                .hint("use " + instead),
                        scope.trail()));
        return task.loop().isPresent();
    }

    private Optional<Step> includeTasks(Step.Task task, String action, Scope scope) {
        onlyKeywordsOfIncludes(task, scope);
        return fileArgument(task, scope).map(file -> {
            Map<String, YamlNode> arguments = new LinkedHashMap<>(task.arguments());
            arguments.remove("file");
            arguments.put(ArgumentReader.RAW, file);
            checkApply(task, scope);
            return new Step.Task(
                    task.context(), action, Collections.unmodifiableMap(arguments), task.loop(), task.at());
        });
    }

    private Optional<Step> includeRole(Step.Task task, Scope scope) {
        onlyKeywordsOfIncludes(task, scope);
        checkApply(task, scope);
        return new RoleArguments(load).use(task, scope).map(use -> task);
    }

    private void checkApply(Step.Task task, Scope scope) {
        YamlNode apply = task.arguments().get("apply");
        if (apply instanceof YamlNode.Mapping mapping) {
            keywords.sort(mapping, Place.BLOCK, scope.trail())
                    .rest()
                    .forEach(entry -> keywords.unknown(entry, Place.BLOCK, scope.trail()));
        } else if (apply != null) {
            load.report(
                    Problem.of("'apply' takes a mapping, not " + apply.kind()).at(apply.at()), scope.trail());
        }
    }

    private void onlyKeywordsOfIncludes(Step.Task task, Scope scope) {
        for (Keyword keyword : Keyword.values()) {
            Optional<YamlNode> value = task.context().keywords().get(keyword);
            if (value.isPresent() && !Actions.BESIDE_INCLUDE.contains(keyword)) {
                load.report(
                        Problem.of("'" + keyword.yaml() + "' cannot stand beside '" + task.action() + "'")
                                .at(value.get().at())
                                .because("it would stay with the include and not reach the included tasks")
                                .hint("put it under 'apply', or on a block around the include"),
                        scope.trail());
            }
        }
    }

    private Optional<YamlNode.Scalar> fileArgument(Step.Task task, Scope scope) {
        YamlNode file = task.arguments()
                .getOrDefault(ArgumentReader.RAW, task.arguments().get("file"));
        if (file instanceof YamlNode.Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar);
        }
        load.report(
                Problem.of("'" + task.action() + "' names no file").at(file == null ? task.at() : file.at()),
                scope.trail());
        return Optional.empty();
    }

    private Optional<Step> meta(Step.Task task, Scope scope) {
        YamlNode what = task.arguments().get(ArgumentReader.RAW);
        String text = what instanceof YamlNode.Scalar scalar ? scalar.text().strip() : "";
        if (what == null || !(Templates.in(what) || Actions.META.contains(text))) {
            load.report(
                    Problem.of(text.isEmpty() ? "'meta' is not told what to do" : "'meta' knows no '" + text + "'")
                            .at(what == null ? task.at() : what.at())
                            .because("it takes "
                                    + String.join(
                                            ", ", Actions.META.stream().sorted().toList())),
                    scope.trail());
        }
        return Optional.of(task);
    }
}
