package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code loop_control}.
 *
 * @param label what to call an item; a template, evaluated for each
 * @param breakWhen conditions, asked after each item, that end the loop (ansible-core 2.18)
 */
record LoopControl(
        String variable,
        Optional<String> indexVariable,
        @Nullable YamlNode label,
        Duration pause,
        boolean extended,
        boolean extendedAllItems,
        @Nullable YamlNode breakWhen) {

    static LoopControl of(TaskFrame frame, Variables variables) {
        if (!(frame.keyword(Keyword.LOOP_CONTROL).orElse(null) instanceof YamlNode.Mapping given)) {
            return new LoopControl("item", Optional.empty(), null, Duration.ZERO, false, true, null);
        }
        return new LoopControl(
                text(given, "loop_var", variables).orElse("item"),
                text(given, "index_var", variables),
                given.get("label").orElse(null),
                text(given, "pause", variables)
                        .map(seconds -> pause(seconds, given))
                        .orElse(Duration.ZERO),
                flag(given, "extended", variables, false),
                flag(given, "extended_allitems", variables, true),
                given.get("break_when").orElse(null));
    }

    private static Optional<String> text(YamlNode.Mapping given, String name, Variables variables) {
        return given.get(name).map(variables::plain).map(Python::str).filter(text -> !text.isEmpty());
    }

    private static boolean flag(YamlNode.Mapping given, String name, Variables variables, boolean otherwise) {
        return given.get(name)
                .map(node -> KeywordValues.truth(Python.str(variables.plain(node)), node.at(), name))
                .orElse(otherwise);
    }

    private static Duration pause(String seconds, YamlNode.Mapping given) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(seconds) * 1000));
        } catch (NumberFormatException e) {
            throw new TemplateException(
                    Problem.of("loop_control.pause is '" + seconds + "', not a number of seconds")
                            .at(given.at()),
                    e);
        }
    }

    /** The variables that one round of the loop adds. */
    Map<String, @Nullable Object> round(List<@Nullable Object> items, int index) {
        Map<String, @Nullable Object> round = new LinkedHashMap<>();
        round.put("ansible_loop_var", variable);
        round.put(variable, items.get(index));
        indexVariable.ifPresent(name -> {
            round.put("ansible_index_var", name);
            round.put(name, (long) index);
        });
        if (extended) {
            round.put("ansible_loop", extended(items, index));
        }
        return round;
    }

    private Map<String, @Nullable Object> extended(List<@Nullable Object> items, int index) {
        Map<String, @Nullable Object> loop = new LinkedHashMap<>();
        if (extendedAllItems) {
            loop.put("allitems", items);
        }
        loop.put("index", index + 1L);
        loop.put("index0", (long) index);
        loop.put("first", index == 0);
        loop.put("last", index + 1 == items.size());
        loop.put("length", (long) items.size());
        loop.put("revindex", (long) items.size() - index);
        loop.put("revindex0", (long) items.size() - index - 1);
        if (index > 0) {
            loop.put("previtem", items.get(index - 1));
        }
        if (index + 1 < items.size()) {
            loop.put("nextitem", items.get(index + 1));
        }
        return loop;
    }
}
