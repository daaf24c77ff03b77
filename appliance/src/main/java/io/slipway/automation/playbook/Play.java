package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Hosts and what is done on them. Roles are expanded already.
 *
 * @param context the play's own keywords; its {@code outer} holds the keywords of the {@code import_playbook} that brought it in
 * @param hosts a pattern, a list of patterns, or a template of one
 * @param tasks the steps of {@code roles} and then of {@code tasks}
 * @param handlers of the play and of its roles, in the order in which they run
 * @param playbook the file that it is written in; {@code playbook_dir} is its folder
 */
public record Play(
        Context context,
        YamlNode hosts,
        List<Step> preTasks,
        List<Step> tasks,
        List<Step> postTasks,
        List<Step> handlers,
        Path playbook,
        Position at) {

    public Play {
        preTasks = List.copyOf(preTasks);
        tasks = List.copyOf(tasks);
        postTasks = List.copyOf(postTasks);
        handlers = List.copyOf(handlers);
    }

    /**
     * The roles whose variables the whole play sees, weakest first: those of {@code roles:} (their dependencies are merged into them),
     * then imported ones.
     */
    public List<Role> roles() {
        List<Role> roles = new ArrayList<>();
        List<Step> others = new ArrayList<>();
        List<Step> ofRoles = new ArrayList<>();
        tasks.forEach(step -> (isRole(step, false) ? ofRoles : others).add(step));
        ofRoles.forEach(step -> Stream.ofNullable(step.context().role()).forEach(roles::add));
        Stream.of(ofRoles, preTasks, postTasks, others).forEach(steps -> addImported(steps, roles));
        return roles;
    }

    private static boolean isRole(Step step, boolean included) {
        Role role = step.context().role();
        return step instanceof Step.Block && role != null && role.included() == included;
    }

    private static void addImported(List<Step> steps, List<Role> roles) {
        for (Step step : steps) {
            if (isRole(step, true)) {
                Stream.ofNullable(step.context().role()).forEach(roles::add);
            }
            if (step instanceof Step.Block block) {
                Stream.of(block.steps(), block.rescue(), block.always()).forEach(inner -> addImported(inner, roles));
            }
        }
    }

    public Optional<YamlNode> keyword(Keyword keyword) {
        return context.keywords().get(keyword);
    }
}
