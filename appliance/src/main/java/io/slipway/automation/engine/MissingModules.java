package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.common.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds tasks whose module is Ansible's or the user's own and not here yet, before any host is touched: a run that must stop in the
 * middle is worse than none. What only an include brings in is found when it is reached.
 */
final class MissingModules {

    private final TaskModules modules;
    private final TagSelection tags;

    MissingModules(TaskModules modules, TagSelection tags) {
        this.modules = modules;
        this.tags = tags;
    }

    /**
     * Tasks under a condition are let through: content for several systems asks which one it is on. They fail when they are reached.
     *
     * @throws EngineException naming every module that tasks selected by tags, or handlers, would need
     */
    void refuse(List<Play> plays) {
        Set<Problem> problems = new LinkedHashSet<>();
        for (Play play : plays) {
            Stream.of(play.preTasks(), play.tasks(), play.postTasks())
                    .flatMap(List::stream)
                    .flatMap(MissingModules::tasks)
                    .filter(task -> tags.selects(TagSelection.tags(task.context())))
                    .filter(this::isMissing)
                    .forEach(task -> problems.add(modules.missing(task)));
            play.handlers().stream()
                    .flatMap(MissingModules::tasks)
                    .filter(this::isMissing)
                    .forEach(task -> problems.add(modules.missing(task)));
        }
        if (!problems.isEmpty()) {
            throw new EngineException(List.copyOf(problems));
        }
    }

    private static Stream<Step.Task> tasks(Step step) {
        return switch (step) {
            case Step.Task task -> Stream.of(task);
            case Step.Block block ->
                Stream.of(block.steps(), block.rescue(), block.always())
                        .flatMap(List::stream)
                        .flatMap(MissingModules::tasks);
        };
    }

    private boolean isMissing(Step.Task task) {
        String action = ModuleCatalogue.shortName(task.action());
        return !Includes.INCLUDES.contains(action)
                && !action.equals("meta")
                && task.context().nearest(Keyword.WHEN).isEmpty()
                && modules.find(task).isEmpty();
    }
}
