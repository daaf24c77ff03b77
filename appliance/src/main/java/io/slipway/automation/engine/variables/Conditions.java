package io.slipway.automation.engine.variables;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.Undefined;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conditions as {@code when}, {@code until}, {@code changed_when}, {@code failed_when} and {@code assert: that} take them: an expression
 * without braces, a truth value, or a list of which all must hold. As in Ansible, the truth of an expression is Python's, so
 * a variable that holds the text {@code "false"} is true.
 */
public final class Conditions {

    private static final String NOT_HERE = "a lookup is not allowed in text that is itself the result of a template";
    private static final Map<String, Object> NO_LOOKUPS = Map.of(
            "lookup", Undefined.because("lookup", NOT_HERE),
            "query", Undefined.because("query", NOT_HERE),
            "q", Undefined.because("q", NOT_HERE));

    private final Consumer<Problem> warnings;

    public Conditions(Consumer<Problem> warnings) {
        this.warnings = warnings;
    }

    /** Whether all of it holds. */
    public boolean hold(@Nullable Object condition, Variables variables) {
        return firstFalse(condition, variables).isEmpty();
    }

    /**
     * The first part that does not hold, as written; empty when all do.
     *
     * @throws TemplateException that names the condition and its place
     */
    public Optional<Object> firstFalse(@Nullable Object condition, Variables variables) {
        return switch (condition) {
            case null -> Optional.empty();
            case YamlNode.Sequence list -> firstFalse(list.items(), variables);
            case List<?> list -> firstFalse(list, variables);
            case YamlNode.Scalar scalar
            when scalar.value() instanceof String text ->
                holds(text, scalar, variables) ? Optional.empty() : Optional.of(text);
            case YamlNode.Scalar scalar -> firstFalse(scalar.value(), variables);
            case String text ->
                holds(text, YamlNode.Scalar.of(text, Position.in("<condition>")), variables)
                        ? Optional.empty()
                        : Optional.of(text);
            case YamlNode.Mapping map -> throw notACondition(map.kind(), map.at());
            case Map<?, ?> map -> throw notACondition("a mapping", Position.in("<condition>"));
            default -> Python.truthy(condition) ? Optional.empty() : Optional.of(condition);
        };
    }

    private Optional<Object> firstFalse(List<?> all, Variables variables) {
        for (Object one : all) {
            Optional<Object> failing = firstFalse(one, variables);
            if (failing.isPresent()) {
                return failing;
            }
        }
        return Optional.empty();
    }

    private boolean holds(String text, YamlNode.Scalar written, Variables variables) {
        if (text.isBlank()) {
            return true;
        }
        Position origin = Templating.origin(written);
        try {
            return Templating.isTemplate(written)
                    ? holdsAfterTemplating(text, written, variables)
                    : variables.templating().test(text, origin, variables);
        } catch (TemplateException e) {
            throw explain(text, written, e);
        }
    }

    /**
     * Braces in a condition give an expression to evaluate again. That one may hold what a node said, so it can't look up anything on this
     * side.
     */
    private boolean holdsAfterTemplating(String text, YamlNode.Scalar written, Variables variables) {
        warnings.accept(Problem.of("conditional statements should not include jinja2 templating delimiters such as"
                        + " {{ }} or {% %}. Found: " + text)
                .at(written.at()));
        Object first = Plain.of(variables.lazy(written));
        if (!(first instanceof String expression) || expression.isEmpty()) {
            return Python.truthy(first);
        }
        Variables harmless = variables.with(Level.TASK_LOCAL, NO_LOOKUPS);
        return variables.templating().test(expression, written.at(), harmless);
    }

    private static TemplateException explain(String text, YamlNode.Scalar written, TemplateException e) {
        Problem cause = e.problem();
        String why = cause.why().isEmpty() ? cause.what() : cause.what() + " (" + cause.why() + ")";
        return new TemplateException(
                Problem.of("The conditional check '" + text + "' failed")
                        .at(cause.where() == null ? written.at() : cause.where())
                        .because(why)
                        .hint(cause.hint()),
                e);
    }

    private static TemplateException notACondition(String kind, Position at) {
        return new TemplateException(
                Problem.of("a condition is an expression, a truth value or a list of them, not " + kind)
                        .at(at));
    }
}
