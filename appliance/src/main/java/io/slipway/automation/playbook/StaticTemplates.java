package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;

/**
 * Fills in the few templates that must be known when a playbook is loaded, names of imported files and of roles, and finds the mistakes
 * of all others.
 */
@FunctionalInterface
public interface StaticTemplates {

    /** Takes no template at all. */
    StaticTemplates NONE = (template, variables) -> {
        throw new PlaybookException(Problem.of("'" + template.text() + "' cannot be a template here")
                .at(template.at())
                .because("imports and roles are resolved when the playbook is loaded, before any host is known")
                .hint("write the name, or use include_tasks or include_role"));
    };

    /**
     * @param variables what is known so far, from the play, its imports and its roles; a {@link YamlNode} may hold templates itself,
     *     anything else is final
     * @throws PlaybookException at the template's position when it cannot be filled in
     */
    String render(YamlNode.Scalar template, Map<String, Object> variables);

    /**
     * As {@link #render}, for tags: the items of a list; what is no list is one tag, or several with commas between. Who fills in no
     * templates leaves a tag as it is written.
     */
    default List<String> words(YamlNode.Scalar template, Map<String, Object> variables) {
        return List.of(template.text());
    }

    /** As {@link #render}, where a list may stand: its items, or the one text. */
    default List<String> items(YamlNode.Scalar template, Map<String, Object> variables) {
        return List.of(render(template, variables));
    }

    /** Everything that is wrong with a template whatever its variables will be. */
    default List<Problem> mistakes(YamlNode.Scalar template) {
        return List.of();
    }

    /** The same for an expression without braces, as {@code when} takes it. */
    default List<Problem> mistakesInCondition(YamlNode.Scalar condition) {
        return List.of();
    }
}
