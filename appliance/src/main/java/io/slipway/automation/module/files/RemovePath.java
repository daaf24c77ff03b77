package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.NodeText;
import io.slipway.automation.module.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code state: absent}. */
final class RemovePath {

    /** What is in a directory that is to go, for a difference. */
    static final String LIST = """
            if [ -d "$q" ] && [ ! -L "$q" ]; then
              printf 'content='; find "$q" -mindepth 1 -printf '%y%p\\0'
            fi
            """;

    private static final String REMOVE = Fields.SAY + """
            case $p in /*) q=$p;; *) q=./$p;; esac
            e=$(LC_ALL=C rm -rf -- "$q" 2>&1) || fail "cannot remove $p: ${e##*: }"
            """;

    private RemovePath() {}

    static ModuleResult run(FileTask task) {
        FoundPath found = task.found();
        if (!found.present()) {
            return ModuleResult.unchanged().with("path", found.path()).with("state", "absent");
        }
        task.stateChange("absent");
        found.content().ifPresent(list -> task.before().put("path_content", listing(NodeText.decode(list))));
        if (!task.check()) {
            task.run(Script.of(REMOVE).set("p", found.path()));
        }
        ModuleResult result =
                ModuleResult.changed(true).with("path", found.path()).with("state", "absent");
        if (task.check()) {
            result = result.withAll(found.facts());
        }
        return task.call().diff() ? result.with(Diffs.properties(task.before(), task.after())) : result;
    }

    private static Map<String, List<String>> listing(String list) {
        List<String> directories = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String entry : list.split("\0")) {
            if (!entry.isEmpty()) {
                (entry.charAt(0) == 'd' ? directories : files).add(entry.substring(1));
            }
        }
        return Map.of("directories", directories, "files", files);
    }
}
