package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One entry of a list of tasks. */
public sealed interface Step {

    /** Its own keywords, and through them everything around it. */
    Context context();

    Position at();

    /** The name as written, still a template. */
    default Optional<YamlNode> name() {
        return context().keywords().get(Keyword.NAME);
    }

    /**
     * A call of a module, or of one of the engine's own actions ({@code meta}, {@code include_tasks}, {@code include_role},
     * {@code include_vars} …). {@code import_*} never gets here: imports are expanded when the playbook is loaded.
     *
     * @param action the module's name as written; with {@code ansible.builtin.} or not
     * @param arguments by name; a free-form string is under {@code _raw_params}. {@code args:} is merged in
     * @param loop what it repeats over, if it does
     */
    record Task(Context context, String action, Map<String, YamlNode> arguments, Optional<Loop> loop, Position at)
            implements Step {

        public Optional<YamlNode> keyword(Keyword keyword) {
            return context.keywords().get(keyword);
        }
    }

    /**
     * Several steps with common keywords; also what an import or a role becomes.
     *
     * @param rescue done when a step fails
     * @param always done in any case
     * @param implicit whether the program made it (an import, a role), not the author
     */
    record Block(Context context, List<Step> steps, List<Step> rescue, List<Step> always, boolean implicit, Position at)
            implements Step {
        public Block {
            steps = List.copyOf(steps);
            rescue = List.copyOf(rescue);
            always = List.copyOf(always);
        }
    }

    /**
     * @param lookup what follows {@code with_}, or {@code loop}
     * @param items as written
     */
    record Loop(String lookup, YamlNode items) {}
}
