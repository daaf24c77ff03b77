package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the mistakes of templates when they are read rather than when a host gets there: syntax, and filters, tests and lookups that do
 * not exist.
 */
final class TemplateCheck {

    private static final Set<Keyword> CONDITIONS =
            EnumSet.of(Keyword.WHEN, Keyword.CHANGED_WHEN, Keyword.FAILED_WHEN, Keyword.UNTIL);

    /** Steps, which are read by themselves, and what is no template; a name with a mistake is shown as it is written. */
    private static final Set<Keyword> NOT_HERE = EnumSet.of(
            Keyword.NAME,
            Keyword.REGISTER,
            Keyword.VARS_PROMPT,
            Keyword.TASKS,
            Keyword.PRE_TASKS,
            Keyword.POST_TASKS,
            Keyword.HANDLERS,
            Keyword.ROLES,
            Keyword.BLOCK_,
            Keyword.RESCUE,
            Keyword.ALWAYS,
            Keyword.ACTION,
            Keyword.LOCAL_ACTION,
            Keyword.ARGS);

    private final Load load;

    TemplateCheck(Load load) {
        this.load = load;
    }

    void keyword(Keyword keyword, YamlNode value, Trail trail) {
        if (CONDITIONS.contains(keyword)) {
            conditions(value, trail);
        } else if (!NOT_HERE.contains(keyword)) {
            templates(value, trail);
        }
    }

    void arguments(String action, Map<String, YamlNode> arguments, Trail trail) {
        boolean takesConditions = Actions.plain(action).equals("assert");
        arguments.forEach((name, value) -> {
            if (takesConditions && name.equals("that")) {
                conditions(value, trail);
            } else {
                templates(value, trail);
            }
        });
    }

    void templates(YamlNode node, Trail trail) {
        switch (node) {
            case YamlNode.Scalar scalar -> {
                if (Templates.in(scalar)) {
                    check(scalar, load.statics::mistakes, trail);
                }
            }
            case YamlNode.Sequence list -> list.items().forEach(item -> templates(item, trail));
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> templates(entry.value(), trail));
        }
    }

    private void conditions(YamlNode node, Trail trail) {
        switch (node) {
            case YamlNode.Scalar scalar when Templates.in(scalar) -> templates(scalar, trail);
            case YamlNode.Scalar scalar -> {
                if (scalar.value() instanceof String text && !text.isBlank()) {
                    check(scalar, load.statics::mistakesInCondition, trail);
                }
            }
            case YamlNode.Sequence list -> list.items().forEach(item -> conditions(item, trail));
            case YamlNode.Mapping mapping -> {}
        }
    }

    private void check(YamlNode.Scalar scalar, Function<YamlNode.Scalar, List<Problem>> finder, Trail trail) {
        if (load.sound.contains(scalar)) {
            return;
        }
        List<Problem> mistakes = finder.apply(scalar);
        if (mistakes.isEmpty()) {
            load.sound.add(scalar);
        }
        mistakes.forEach(problem -> load.report(problem.where() == null ? problem.at(scalar.at()) : problem, trail));
    }
}
