package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;

/** {@code state: touch}, and {@code state: file} which only sets attributes of what exists. */
final class TouchFile {

    private static final String CREATE = """
            locate
            e=$({ LC_ALL=C : >>"$q"; } 2>&1) || fail "Error, could not touch target: ${e##*: }"
            (set_attributes "$q"; set_flags "$q" "$flags") || { rm -f -- "$q"; exit 1; }
            """;

    private TouchFile() {}

    static ModuleResult keep(FileTask task) {
        if (task.subject().filter(s -> !s.isDirectory() && !s.isLink()).isEmpty()) {
            String state = task.subject().map(Status::state).orElse("absent");
            throw task.failure("file (" + task.subjectPath() + ") is " + state + ", cannot continue")
                    .with("state", state);
        }
        return task.settle("path", false);
    }

    static ModuleResult run(FileTask task) {
        FoundPath found = task.found();
        task.stateChange("touch");
        if (task.subject().isPresent()) {
            return task.settle("dest", false);
        }
        AttributeChange change = task.attributes().forNew(false, found, task.check());
        if (change.visible()) {
            change.describe(task.before(), task.after());
        }
        FoundPath now = task.check()
                ? found
                : task.run(change.in(Script.of(CREATE + task.times().touch(found) + "report\n")
                                .using(AttributeChange.LIBRARY))
                        .set("p", task.subjectPath()));
        return task.result("dest", task.subjectPath(), true, now.facts());
    }
}
