package io.slipway.automation.module.python;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.transport.Reply;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a result of what a module printed: JSON, perhaps with other lines around it. */
final class ModuleAnswer {

    private static final String NONE = "MODULE FAILURE\nSee stdout/stderr for the exact error";

    private ModuleAnswer() {}

    static ModuleResult of(Reply reply) {
        List<String> warnings = new ArrayList<>();
        return json(reply.out(), warnings)
                .map(values -> result(values, warnings))
                .orElseGet(() -> without(reply));
    }

    /** The object that begins at the first line that may begin one. What follows it is worth a warning. */
    private static Optional<Map<?, ?>> json(String printed, List<String> warnings) {
        List<String> lines = printed.lines().toList();
        int begin = 0;
        while (begin < lines.size() && !lines.get(begin).strip().startsWith("{")) {
            begin++;
        }
        int end = lines.size();
        while (end > begin && !lines.get(end - 1).strip().endsWith("}")) {
            end--;
        }
        if (begin >= end) {
            return Optional.empty();
        }
        String junk = String.join("\n", lines.subList(end, lines.size())).strip();
        if (!junk.isEmpty()) {
            warnings.add("Module invocation had junk after the JSON data: " + junk);
        }
        try {
            return Json.read("the module's output", String.join("\n", lines.subList(begin, end)))
                            instanceof Map<?, ?> map
                    ? Optional.of(map)
                    : Optional.empty();
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private static ModuleResult result(Map<?, ?> printed, List<String> warnings) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        printed.forEach((name, value) -> values.put(String.valueOf(name), value));
        values.keySet().removeIf(name -> name.startsWith("_ansible_"));
        boolean changed = truthy(values.remove("changed"));
        Object failed = values.remove("failed");
        boolean skipped = truthy(values.remove("skipped"));
        Object rc = values.get("rc");
        boolean bad = failed == null && rc != null && !Long.valueOf(0).equals(rc) && !"0".equals(rc);
        if (skipped) {
            values.put("failed", truthy(failed));
        }
        if (!warnings.isEmpty()) {
            List<@Nullable Object> all = new ArrayList<>(warnings);
            all.addAll(values.get("warnings") instanceof List<?> own ? own : List.of());
            values.put("warnings", all);
        }
        return new ModuleResult(changed, truthy(failed) || bad, skipped, values, diffs(values.get("diff")));
    }

    private static boolean truthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case Number n -> n.doubleValue() != 0;
            case String s -> !s.isEmpty();
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            default -> true;
        };
    }

    private static ModuleResult without(Reply reply) {
        String out = reply.out();
        String err = reply.err();
        ModuleResult failed = ModuleResult.failed(NONE)
                .with("module_stdout", out)
                .with("module_stderr", err)
                .with("rc", (long) reply.exitCode());
        return Optional.of(err)
                .filter(text -> text.startsWith("Traceback"))
                .or(() -> Optional.of(out).filter(text -> text.startsWith("Traceback")))
                .map(trace -> failed.with("exception", trace))
                .orElse(failed);
    }

    private static List<ModuleResult.Diff> diffs(@Nullable Object diff) {
        List<?> all = diff instanceof List<?> list ? list : Collections.singletonList(diff);
        List<ModuleResult.Diff> found = new ArrayList<>();
        for (Object one : all) {
            if (one instanceof Map<?, ?> map
                    && (map.containsKey("before") || map.containsKey("after") || map.containsKey("prepared"))) {
                found.add(new ModuleResult.Diff(
                        text(map.get("before_header")),
                        text(map.get("after_header")),
                        text(map.get("before")),
                        text(map.get("after")),
                        text(map.get("prepared"))));
            }
        }
        return found;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String s -> s;
            case Map<?, ?> map -> Json.pretty(map) + "\n";
            default -> String.valueOf(value);
        };
    }
}
