package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import java.util.Optional;

/** {@code state: directory}. */
final class MakeDirectory {

    /** {@code make PATH}: the directory, and those that are missing before it, each with the attributes that are set. */
    static final String FUNCTION = AttributeChange.FUNCTION + """
            make() {
              if [ -z "$1" ] || [ -d "$1" ]; then return 0; fi
              case ${1#./} in */*) make "${1%/*}";; esac
              e=$(LC_ALL=C mkdir -- "$1" 2>&1) || [ -d "$1" ] || fail "There was an issue creating $1 as requested: ${e##*: }"
              set_attributes "$1"
              set_flags "$1" "$flags"
            }
            """;

    private static final String MAKE = """
            p=${p%"${p##*[!/]}"}
            locate
            make "$q"
            """;

    private MakeDirectory() {}

    static ModuleResult run(FileTask task) {
        Optional<Status> subject = task.subject();
        if (subject.isEmpty()) {
            return create(task);
        }
        if (!subject.get().isDirectory()) {
            throw task.failure(
                    task.subjectPath() + " already exists as a " + subject.get().state());
        }
        Optional<Script> inside =
                task.call().arguments().flag("recurse") ? TreeAttributes.plan(task) : Optional.empty();
        return task.settle("path", inside);
    }

    /** Every directory that is missing on the way gets the attributes. */
    private static ModuleResult create(FileTask task) {
        FoundPath found = task.found();
        task.before().put("state", "absent");
        task.after().put("state", "directory");
        AttributeChange change = task.attributes().forNew(true, found, task.check());
        if (change.visible()) {
            change.describe(task.before(), task.after());
        }
        FoundPath now = found;
        if (!task.check()) {
            FileTimes times = task.times();
            String touch = times.given() ? times.touch(found) : "";
            now = task.run(change.in(Script.of(MAKE + touch + "report\n").using(Probe.REPORT + FUNCTION))
                    .set("p", task.subjectPath()));
        }
        return task.result("path", task.subjectPath(), true, now.facts());
    }
}
