package io.slipway.automation.engine;

import io.slipway.automation.playbook.Step;
import io.slipway.automation.playbook.TagSelection;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Optional;

/** Which tasks the command line asks for: by their tags, and by {@code --start-at-task}, for which it waits. */
final class Selection {

    private final TagSelection tags;
    private Optional<String> awaited;

    Selection(RunOptions options) {
        this.tags = TagSelection.of(options.tags(), options.skipTags());
        this.awaited = options.startAtTask();
    }

    boolean selects(Step.Task task) {
        if (awaited.isPresent() && !GatherFacts.is(task)) {
            if (!named(task, awaited.get())) {
                return false;
            }
            awaited = Optional.empty();
        }
        return tags.selects(TagSelection.tags(task.context()));
    }

    private static boolean named(Step.Task task, String pattern) {
        Optional<String> name = task.name().map(YamlNode::toValue).map(Python::str);
        if (name.isEmpty()) {
            return false;
        }
        String full = task.context()
                .currentRole()
                .map(role -> role.name() + " : " + name.get())
                .orElse(name.get());
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("\\", "\\\\"));
        return name.get().equals(pattern)
                || full.equals(pattern)
                || matcher.matches(Path.of(name.get().replace('/', '_')));
    }
}
