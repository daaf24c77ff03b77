package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Conditions;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.Controller;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Route;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This side, as one task on one host sees it. */
final class TaskController implements Controller {

    /** A result is kept, or may become a failure, which is printed with all it holds. */
    private static final List<Keyword> SHOWING = List.of(Keyword.REGISTER, Keyword.FAILED_WHEN);

    private final TaskFrame frame;
    private final Step.Task task;
    private final Variables variables;
    private final Conditions conditions;
    private final SearchPath searchPath;
    private final RunContext run;
    private final Supplier<Route> route;

    TaskController(RunContext run, TaskFrame frame, Variables variables, SearchPath searchPath, Supplier<Route> route) {
        this.run = run;
        this.frame = frame;
        this.task = frame.task();
        this.variables = variables;
        this.conditions = run.conditions();
        this.searchPath = searchPath;
        this.route = route;
    }

    @Override
    public String task() {
        return TaskNames.of(frame, variables);
    }

    @Override
    public void say(String text) {
        run.events().tell(new RunEvent.Said(text));
    }

    @Override
    public Optional<String> ask(String question, boolean hidden) {
        Prompter person = run.prompter();
        synchronized (person) {
            return person.present() ? Optional.of(person.ask(question, hidden)) : Optional.empty();
        }
    }

    @Override
    public Path find(String kind, String name) {
        return searchPath.find(kind, name);
    }

    @Override
    public Path place(String path) {
        return searchPath.place(path);
    }

    @Override
    public String render(
            String text, Position origin, Map<String, ? extends @Nullable Object> extra, Settings settings) {
        Variables all = extra.isEmpty() ? variables : variables.with(Level.TASK_LOCAL, extra);
        return failing(() -> TemplateFiles.during(
                searchPath.beside(origin.source()), () -> variables.templating().render(text, origin, settings, all)));
    }

    @Override
    public @Nullable Object evaluate(String expression) {
        return failing(() -> Plain.of(variables.templating().expression(expression, placeOf(expression), variables)));
    }

    @Override
    public @Nullable Object printed(String expression) {
        return failing(() -> Plain.of(variables.templating().printed(expression, placeOf(expression), variables)));
    }

    @Override
    public boolean holds(Object condition) {
        return failing(() -> conditions.hold(condition, variables));
    }

    @Override
    public Route route() {
        return route.get();
    }

    @Override
    public Vault vault() {
        return run.files().vault();
    }

    @Override
    public String managed() {
        return run.options().unsaid().managed();
    }

    @Override
    public boolean valuesSeen() {
        return run.events().showValues()
                || SHOWING.stream().anyMatch(keyword -> task.keyword(keyword).isPresent())
                || task.context().nearest(Keyword.DEBUGGER).isPresent();
    }

    @Override
    public int verbosity() {
        return run.options().verbosity();
    }

    private static <T extends @Nullable Object> T failing(Supplier<T> work) {
        try {
            return work.get();
        } catch (TemplateException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    /** Where in the task's arguments a text stands, so that a mistake in it can be pointed at. */
    private Position placeOf(String text) {
        return find(text, task.arguments().values()).orElse(task.at());
    }

    private static Optional<Position> find(String text, Collection<YamlNode> nodes) {
        for (YamlNode node : nodes) {
            Optional<Position> found = switch (node) {
                case YamlNode.Scalar scalar ->
                    scalar.text().contains(text) ? Optional.of(scalar.at()) : Optional.empty();
                case YamlNode.Sequence list -> find(text, list.items());
                case YamlNode.Mapping map ->
                    find(text, map.entries().stream().map(YamlNode.Entry::value).toList());
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
