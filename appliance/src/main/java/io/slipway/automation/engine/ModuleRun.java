package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Remedy;
import io.slipway.automation.module.Route;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls the module that a task names, with its arguments evaluated, and turns the answer into what {@code register} gives. */
final class ModuleRun {

    /** The argument under which the loader keeps a template that yields all arguments at once. */
    private static final String TEMPLATE = "_variable_params";

    private static final String PYTHON = "ansible_python_interpreter";

    private static final String ASYNC_DIR = "ANSIBLE_ASYNC_DIR";

    private static final List<String> CONNECTION =
            List.of("ansible_connection", "ansible_host", "ansible_port", "ansible_user");

    private final RunContext run;
    private final PlayVariables play;
    private final TaskFrame frame;
    private final SearchPath searchPath;
    private final KnownHost host;
    private final Targets targets;
    private final Asking asking;

    ModuleRun(
            RunContext run, PlayVariables play, TaskFrame frame, SearchPath searchPath, KnownHost host, Asking asking) {
        this.run = run;
        this.play = play;
        this.frame = frame;
        this.searchPath = searchPath;
        this.host = host;
        this.targets = new Targets(run.options(), run.inventory());
        this.asking = asking;
    }

    /** Skipped, failed or done; {@link io.slipway.automation.transport.TransportException} when the node gives no answer. */
    Outcome call(Variables variables, KeywordValues keywords, Optional<String> delegate) {
        if (Includes.INCLUDES.contains(frame.action())) {
            return include(variables);
        }
        Module module = run.taskModules().find(frame.task()).orElseThrow(this::unknownModule);
        Map<String, String> environment = environment(variables, keywords, delegate);
        LazyNode node = new LazyNode(() -> node(variables, keywords, delegate, environment));
        LazyNode origin = new LazyNode(() -> origin(variables, keywords, delegate, environment));
        Map<String, @Nullable Object> invocation = new LinkedHashMap<>();
        try {
            Map<String, @Nullable Object> given = arguments(module.spec(), variables);
            Arguments arguments = module.spec().check(given);
            invocation.put("module_args", arguments.shown());
            ModuleCall call = new ModuleCall(
                    arguments,
                    keywords.flag(Keyword.CHECK_MODE, run.options().check()),
                    keywords.flag(Keyword.DIFF, run.options().diff()),
                    node,
                    new TaskController(
                            run, frame, variables, searchPath, () -> route(origin, variables, keywords, delegate)));
            run.events().tell(new RunEvent.HostBegan(frame.task(), host.name()));
            Optional<Background> background = Background.of(run, frame, host.name(), keywords);
            Outcome outcome = outcome(
                    background.isPresent()
                            ? background.get().call(module, given, call)
                            : inTime(
                                    () -> module.run(call),
                                    keywords.timeout(run.options().unsaid())));
            return node.asked() || origin.asked() ? outcome.with(Outcome.INVOCATION, invocation) : outcome;
        } catch (ModuleFailure e) {
            Outcome failed = Outcome.failed(advised(e), Plain.named(withLines(e.values())));
            return node.asked() || origin.asked() ? failed.with(Outcome.INVOCATION, invocation) : failed;
        }
    }

    private static String advised(ModuleFailure e) {
        return e.problems().stream().map(Remedy::in).map(Problem::toString).collect(Collectors.joining("\n"));
    }

    /** {@code timeout} is for all that the module does: what it asks of the node, and how long it waits on this side. */
    private ModuleResult inTime(Supplier<ModuleResult> work, Optional<Duration> limit) {
        if (limit.isEmpty()) {
            return work.get();
        }
        Alarm alarm = Alarm.in(limit.get());
        try {
            return work.get();
        } catch (ModuleFailure | TransportException e) {
            if (alarm.rang() && !run.interruption().requested()) {
                throw new ModuleFailure(
                        Problem.of("The " + frame.task().action()
                                + " action failed to execute in the expected time frame ("
                                + limit.get().toSeconds() + ") and was terminated"),
                        e);
            }
            throw e;
        } finally {
            alarm.close();
        }
    }

    private EngineException unknownModule() {
        return new EngineException(run.taskModules().missing(frame.task()));
    }

    /** What is asked to be included; the play's walk does it once all hosts have said what they want. */
    private Outcome include(Variables variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("changed", false);
        values.put("failed", false);
        values.put(Includes.REQUEST, TaskArguments.of(frame.task().arguments(), Set.of("apply"), variables));
        return new Outcome(Status.OK, values, List.of(), Map.of(), List.of(), false);
    }

    private Map<String, @Nullable Object> arguments(ModuleSpec spec, Variables variables) {
        Map<String, YamlNode> written = new LinkedHashMap<>(frame.task().arguments());
        YamlNode template = written.remove(TEMPLATE);
        Map<String, @Nullable Object> values =
                new LinkedHashMap<>(new ModuleDefaults(run.loader(), frame.task()).of(spec, variables));
        if (template != null) {
            values.putAll(TaskArguments.fromTemplate(frame.task(), template, variables));
        }
        values.putAll(TaskArguments.of(
                frame.is("set_fact") ? named(written, variables) : written, spec.untemplated(), variables));
        return values;
    }

    /** {@code set_fact} takes templates for the names of variables, too. */
    private static Map<String, YamlNode> named(Map<String, YamlNode> written, Variables variables) {
        Map<String, YamlNode> named = new LinkedHashMap<>();
        written.forEach((name, node) ->
                named.put(Python.str(variables.plain(YamlNode.Scalar.of(name, node.at()))), node));
        return named;
    }

    private RemoteNode node(
            Variables variables, KeywordValues keywords, Optional<String> delegate, Map<String, String> environment) {
        Variables its = its(variables, delegate);
        return new RemoteNode(
                run,
                targets.target(its, keywords),
                targets.become(its, keywords),
                environment,
                delegate.map(run::host).orElse(host).facts().bare(),
                limit(keywords),
                interpreter(its),
                asking);
    }

    /** Where a program begins that makes its own way to the task's host. */
    private RemoteNode origin(
            Variables variables, KeywordValues keywords, Optional<String> delegate, Map<String, String> environment) {
        Target here = delegate.isPresent()
                ? targets.target(its(variables, delegate), keywords)
                : new Target.Local("localhost");
        return new RemoteNode(run, here, null, environment, Map.of(), limit(keywords), Optional.empty(), asking);
    }

    private Route route(Node origin, Variables variables, KeywordValues keywords, Optional<String> delegate) {
        Target to = targets.target(variables, keywords);
        boolean oneMachine = switch (to) {
            case Target.Local here -> delegate.isEmpty() || origin.local();
            case Target.Ssh host ->
                delegate.filter(name -> name.equals(host.name()) || name.equals(host.address()))
                        .isPresent();
        };
        return new Route(origin, to, targets.become(variables, keywords), oneMachine);
    }

    private static Optional<String> interpreter(Variables its) {
        return its.has(PYTHON) ? Optional.ofNullable(its.plain(PYTHON)).map(Python::str) : Optional.empty();
    }

    private Variables its(Variables variables, Optional<String> delegate) {
        return delegate.map(name -> delegated(name, variables)).orElse(variables);
    }

    /** Evaluated for every module, as Ansible does, even for one that asks no node. */
    private Map<String, String> environment(Variables variables, KeywordValues keywords, Optional<String> delegate) {
        Map<String, String> environment = keywords.environment();
        if (frame.is("async_status") || keywords.seconds(Keyword.ASYNC).isPresent()) {
            Variables its = its(variables, delegate);
            Object folder = its.has("ansible_async_dir") ? its.plain("ansible_async_dir") : null;
            environment.putIfAbsent(
                    ASYNC_DIR,
                    folder != null
                            ? Python.str(folder)
                            : run.environment().getOrDefault(ASYNC_DIR, "~/.ansible_async"));
        }
        return environment;
    }

    /** Another host, and how it is reached. */
    TaskResult.Delegate delegate(String name, Variables variables) {
        Variables its = delegated(name, variables);
        Map<String, @Nullable Object> known = new LinkedHashMap<>();
        CONNECTION.forEach(variable -> known.put(variable, its.plain(variable)));
        known.putIfAbsent("ansible_host", name);
        return new TaskResult.Delegate(name, known);
    }

    /** Another host's own way to be reached, with what this task says. */
    Variables delegated(String name, Variables variables) {
        return variables.of(name, frame.over(play.of(name)));
    }

    private Duration limit(KeywordValues keywords) {
        return keywords.timeout(run.options().unsaid())
                .or(() -> keywords.seconds(Keyword.ASYNC))
                .orElse(Duration.ZERO);
    }

    private Outcome outcome(ModuleResult result) {
        Map<String, @Nullable Object> raw = withLines(result.values());
        Map<String, @Nullable Object> facts =
                raw.get("ansible_facts") instanceof Map<?, ?> map ? Plain.named(map) : Map.of();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        raw.forEach((name, value) -> values.put(name, Plain.of(written(value))));
        boolean failed = result.failed();
        boolean changed = changesInventory(values) || result.changed();
        values.put("changed", changed);
        values.put("failed", failed);
        if (result.skipped()) {
            values.put("skipped", true);
        }
        Status status =
                result.skipped() ? Status.SKIPPED : failed ? Status.FAILED : changed ? Status.CHANGED : Status.OK;
        return new Outcome(status, values, result.diffs(), facts, List.of(), false);
    }

    /** {@code add_host} and {@code group_by} say what they want; whether that is news, only the inventory can tell. */
    private boolean changesInventory(Map<String, @Nullable Object> values) {
        boolean news = false;
        if (values.get("add_host") instanceof Map<?, ?> added) {
            Map<String, @Nullable Object> its =
                    added.get("host_vars") instanceof Map<?, ?> given ? Plain.named(given) : Map.of();
            news = run.inventory().addHost(Python.str(added.get("host_name")), strings(added.get("groups")), its);
        }
        if (values.get("add_group") instanceof String group) {
            news |= run.inventory().addToGroup(host.name(), group, strings(values.get("parent_groups")));
        }
        return news;
    }

    private static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> items ? items.stream().map(Python::str).toList() : List.of();
    }

    /** What was read from a file and is not templated yet, as it was written. */
    private static @Nullable Object written(@Nullable Object value) {
        return switch (value) {
            case YamlNode node -> node.toValue();
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, written(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static Map<String, @Nullable Object> withLines(Map<String, @Nullable Object> values) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(values);
        for (String stream : List.of("stdout", "stderr")) {
            if (values.get(stream) instanceof String text) {
                more.putIfAbsent(stream + "_lines", text.lines().toList());
            }
        }
        return more;
    }
}
