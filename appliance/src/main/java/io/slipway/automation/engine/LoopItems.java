package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Problem;
import io.slipway.common.template.PyTuple;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a task repeats over: {@code loop}, or a lookup by {@code with_…}. */
final class LoopItems {

    private final RunContext run;
    private final TaskFrame frame;
    private final SearchPath searchPath;

    LoopItems(RunContext run, TaskFrame frame, SearchPath searchPath) {
        this.run = run;
        this.frame = frame;
        this.searchPath = searchPath;
    }

    List<@Nullable Object> of(Variables variables) {
        Step.Loop loop = frame.task().loop().orElseThrow();
        return loop.lookup().equals("loop") ? list(loop.items(), variables) : lookedUp(loop, variables);
    }

    private static List<@Nullable Object> list(YamlNode items, Variables variables) {
        Object value = variables.plain(items);
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw new TemplateException(
                Problem.of("Invalid data passed to 'loop', it requires a list, got this instead: " + Python.str(value))
                        .at(items.at())
                        .hint("if you passed a list of one element to lookup, add wantlist=True or use query instead"));
    }

    private List<@Nullable Object> lookedUp(Step.Loop loop, Variables variables) {
        TaskSurroundings around =
                new TaskSurroundings(run, variables, searchPath, TaskSurroundings.kindOf(frame.action()));
        try {
            List<@Nullable Object> terms =
                    loop.lookup().equals("first_found") ? defined(loop.items(), variables) : terms(loop, variables);
            List<@Nullable Object> found = run.lookups().get(loop.lookup()).find(terms, Map.of(), around);
            List<@Nullable Object> items = new ArrayList<>();
            found.forEach(item -> items.add(withoutTuple(item)));
            return items;
        } catch (TemplateException e) {
            throw e.problem().where() != null
                    ? e
                    : new TemplateException(e.problem().at(loop.items().at()), e);
        }
    }

    /** An item that is a tuple becomes a list when Ansible looks at it. */
    private static @Nullable Object withoutTuple(@Nullable Object item) {
        return item instanceof PyTuple tuple ? new ArrayList<>(tuple) : item;
    }

    private static List<@Nullable Object> terms(Step.Loop loop, Variables variables) {
        Object value = variables.plain(loop.items());
        return value instanceof List<?> list ? new ArrayList<>(list) : Collections.singletonList(value);
    }

    /** Names that can't be made out are passed over, also among the {@code files} of a mapping: that is what alternatives are for. */
    private static List<@Nullable Object> defined(YamlNode items, Variables variables) {
        List<@Nullable Object> terms = new ArrayList<>();
        for (YamlNode item : items instanceof YamlNode.Sequence list ? list.items() : List.of(items)) {
            try {
                Object value =
                        item instanceof YamlNode.Mapping choice ? defined(choice, variables) : variables.lazy(item);
                if (!(value instanceof Undefined)) {
                    terms.add(Plain.of(value));
                }
            } catch (TemplateException e) {
                if (e.undefined() == null) {
                    throw e;
                }
            }
        }
        return terms;
    }

    private static Map<String, @Nullable Object> defined(YamlNode.Mapping choice, Variables variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (YamlNode.Entry entry : choice.entries()) {
            boolean several = entry.value() instanceof YamlNode.Sequence;
            values.put(entry.name(), several ? defined(entry.value(), variables) : variables.plain(entry.value()));
        }
        return values;
    }
}
