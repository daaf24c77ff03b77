package io.slipway.cli;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.common.template.Python;
import io.slipway.pod.journey.Loss;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Remembers which hosts a run has lost, why, and whether it came to its end. */
final class WhoIsLost implements RunListener {

    private static final int LONGEST = 400;

    private final Map<String, Loss> lost = new LinkedHashMap<>();
    private boolean whole;

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.HostLost(String host, Optional<TaskResult> why) ->
                lost.put(
                        host,
                        why.map(WhoIsLost::loss).orElse(new Loss(false, "another node's failure stopped it, too")));
            case RunEvent.PlayStarted started -> started.hosts().forEach(lost::remove);
            case RunEvent.RunEnded ended -> whole = ended.whole();
            default -> {}
        }
    }

    @Override
    public boolean showsValues() {
        return false;
    }

    private static Loss loss(TaskResult result) {
        boolean unreachable = result.status() == TaskResult.Status.UNREACHABLE;
        String said = said(result.shown());
        return new Loss(
                unreachable,
                unreachable
                        ? said
                        : "'" + Owed.named(result.task()).name() + "' failed" + (said.isEmpty() ? "" : ": " + said));
    }

    private static String said(Map<String, @Nullable Object> values) {
        String text = word(values, "censored");
        text = text.isEmpty() ? word(values, "msg") : text;
        String complaint = word(values, "stderr").strip();
        if (text.equals("non-zero return code") && !complaint.isEmpty()) {
            text = complaint.lines().toList().getLast();
        }
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
    }

    private static String word(Map<String, @Nullable Object> values, String key) {
        return values.get(key) == null ? "" : Python.str(values.get(key));
    }

    Map<String, Loss> lost() {
        return lost;
    }

    boolean whole() {
        return whole;
    }
}
