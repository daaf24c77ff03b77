package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

    public Optional<YamlNode> keyword(Keyword keyword) {
        return context.keywords().get(keyword);
    }
}
