package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Templating;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Role;
import io.slipway.automation.playbook.Step;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The handlers of a play, in the order in which they run. */
final class Handlers {

    private final List<Handler> all = new ArrayList<>();
    private final Set<Step.Task> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    void add(List<Step> steps) {
        for (Step step : steps) {
            switch (step) {
                case Step.Task task -> {
                    if (seen.add(task)) {
                        all.add(new Handler(task));
                    }
                }
                case Step.Block block -> add(block.steps());
            }
        }
    }

    int count() {
        return all.size();
    }

    Stream<Handler> all() {
        return all.stream();
    }

    Handler at(int index) {
        return all.get(index);
    }

    /**
     * What a notification reaches: the handler of that name in the last list that has one, where the first counts, and all that
     * listen to it.
     *
     * @param evaluation evaluates names that are templates
     * @throws EngineException when there is none
     */
    Set<Handler> called(
            String name, BiFunction<Step.Task, YamlNode, @Nullable Object> evaluation, Position notifiedAt) {
        Set<Handler> found = new LinkedHashSet<>();
        Set<String> known = new TreeSet<>();
        for (Handler handler : all.reversed()) {
            Set<String> names = names(handler.task(), evaluation);
            known.addAll(names);
            if (names.contains(name) && found.stream().allMatch(later -> besides(later, handler))) {
                found.clear();
                found.add(handler);
            }
        }
        for (Handler handler : all) {
            List<String> topics = topics(handler.task(), evaluation);
            known.addAll(topics);
            if (topics.contains(name)) {
                found.add(handler);
            }
        }
        if (found.isEmpty()) {
            throw new EngineException(Problem.of("The requested handler '" + name
                            + "' was not found in either the main handlers list nor in the listening handlers list")
                    .at(notifiedAt)
                    .hint(NearMiss.hint(name, known)));
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // the very same list, and not one that says the same
    private static boolean besides(Handler one, Handler other) {
        return one.task().context().outer() == other.task().context().outer();
    }

    private static Set<String> names(Step.Task handler, BiFunction<Step.Task, YamlNode, @Nullable Object> evaluation) {
        Optional<YamlNode> written = handler.name();
        if (written.isEmpty()) {
            return Set.of();
        }
        String name;
        try {
            name = Python.str(value(handler, written.get(), evaluation));
        } catch (ProblemException unusable) {
            return Set.of();
        }
        Optional<Role> role = handler.context().currentRole();
        return role.isPresent() ? Set.of(name, role.get().name() + " : " + name) : Set.of(name);
    }

    private static List<String> topics(
            Step.Task handler, BiFunction<Step.Task, YamlNode, @Nullable Object> evaluation) {
        Optional<YamlNode> listen = handler.keyword(Keyword.LISTEN);
        if (listen.isEmpty()) {
            return List.of();
        }
        Object topics = value(handler, listen.get(), evaluation);
        return topics instanceof List<?> list ? list.stream().map(Python::str).toList() : List.of(Python.str(topics));
    }

    /** Most names are what they are, and cost nothing to compare. */
    private static @Nullable Object value(
            Step.Task handler, YamlNode written, BiFunction<Step.Task, YamlNode, @Nullable Object> evaluation) {
        return written instanceof YamlNode.Scalar scalar && !Templating.isTemplate(scalar)
                ? scalar.value()
                : evaluation.apply(handler, written);
    }
}
