package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Layer;
import io.slipway.automation.engine.variables.Layers;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Role;
import io.slipway.automation.playbook.Step;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is the same about a task for all its hosts: worked out once, when the play gets to it. */
final class TaskFrame {

    private final Step.Task task;
    private final String action;
    private final boolean handler;
    private final Optional<Role> role;
    private final Layer fallbacks;
    private final Layer functions;
    private final Map<String, Object> taskVars = new LinkedHashMap<>();
    private final Map<String, Object> includeParameters = new LinkedHashMap<>();
    private final Map<String, Function<Variables, @Nullable Object>> magic = new LinkedHashMap<>();

    TaskFrame(RunContext run, Play play, Step.Task task, boolean handler, SearchPath searchPath) {
        this.task = task;
        this.action = ModuleCatalogue.shortName(task.action());
        this.handler = handler;
        this.role = task.context().currentRole();
        for (Context at : outermostFirst(task.context(), play.context())) {
            at.keywords().get(Keyword.VARS).ifPresent(vars -> collect(vars, taskVars));
            includeParameters.putAll(at.includeVars());
        }
        fallbacks = ConnectionNames.of(run.options(), new Targets(run.options(), run.inventory()), task.context());
        functions = Layer.computed(run.functions(searchPath, TaskSurroundings.kindOf(action)));
        List<String> places = searchPath.asText();
        magic.put("ansible_search_path", asking -> places);
        magic.put(
                "environment",
                asking -> task.context().all(Keyword.ENVIRONMENT).stream()
                        .flatMap(TaskFrame::items)
                        .map(asking::lazy)
                        .toList());
        role.ifPresent(this::describeRole);
    }

    private static Stream<YamlNode> items(YamlNode node) {
        return node instanceof YamlNode.Sequence list ? list.items().stream() : Stream.of(node);
    }

    private void describeRole(Role its) {
        magic.put("role_name", asking -> its.shortName());
        its.collection().ifPresent(name -> magic.put("ansible_collection_name", asking -> name));
        magic.put("ansible_role_name", asking -> its.name());
        magic.put("role_path", asking -> its.directory().toAbsolutePath().toString());
        List<Role> includers = includers(task.context());
        if (!includers.isEmpty()) {
            magic.put(
                    "ansible_parent_role_names",
                    asking -> includers.stream().map(Role::name).toList());
            magic.put(
                    "ansible_parent_role_paths",
                    asking -> includers.stream()
                            .map(role -> role.directory().toAbsolutePath().toString())
                            .toList());
        }
    }

    /** The roles whose tasks include or import the roles around a task, the innermost first. */
    private static List<Role> includers(Context context) {
        List<Role> roles = new ArrayList<>();
        for (Context at = context; at != null; at = at.outer()) {
            if (at.role() != null && at.role().included() && at.outer() != null) {
                at.outer().currentRole().ifPresent(roles::add);
            }
        }
        return roles;
    }

    @SuppressWarnings("ReferenceEquality") // the play's own context, and not one that says the same
    private static List<Context> outermostFirst(Context inner, Context play) {
        List<Context> chain = new ArrayList<>();
        for (Context at = inner; at != null && at != play; at = at.outer()) {
            chain.add(at);
        }
        Collections.reverse(chain);
        return chain;
    }

    static void collect(YamlNode vars, Map<String, ? super YamlNode> into) {
        if (vars instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> into.put(entry.name(), entry.value()));
        } else if (vars instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> collect(item, into));
        }
    }

    Step.Task task() {
        return task;
    }

    /** The action without the collection that it is built in from. */
    String action() {
        return action;
    }

    boolean is(String... actions) {
        return List.of(actions).contains(action);
    }

    boolean handler() {
        return handler;
    }

    Optional<Role> role() {
        return role;
    }

    Optional<YamlNode> keyword(Keyword keyword) {
        return task.keyword(keyword);
    }

    /** {@code register:}, which is never a template. */
    Optional<String> register() {
        return task.keyword(Keyword.REGISTER).map(node -> node instanceof YamlNode.Scalar name ? name.text() : "");
    }

    /** What a host knows, and what surrounds this task. */
    Layers over(Layers host) {
        Layers all = host.with(Level.CONNECTION, fallbacks);
        if (role.isPresent()) {
            Role its = role.get();
            all = all.with(Level.ROLE_DEFAULTS, Layer.of(its.defaults()))
                    .with(Level.ROLE_VARS, Layer.of(its.vars()))
                    .with(Level.ROLE_PARAMETERS, Layer.of(its.parameters()));
        }
        if (!taskVars.isEmpty()) {
            all = all.with(Level.TASK_VARS, Layer.of(taskVars));
        }
        if (!includeParameters.isEmpty()) {
            all = all.with(Level.INCLUDE_PARAMETERS, Layer.of(includeParameters));
        }
        return all.adding(Level.FUNCTIONS, functions).adding(Level.MAGIC, Layer.computed(magic));
    }

    /** What a task of one host sees of its connection when it is delegated to another: what itself does not say, that one does. */
    Variables delegated(Variables its, Variables other) {
        return its.with(Level.CONNECTION, ConnectionNames.as(other, fallbacks));
    }

    /** {@code vars:} of an include, which it hands down to what it includes. */
    Map<String, Object> ownVars() {
        Map<String, Object> all = new LinkedHashMap<>();
        task.keyword(Keyword.VARS).ifPresent(vars -> collect(vars, all));
        return all;
    }
}
