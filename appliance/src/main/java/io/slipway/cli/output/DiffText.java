package io.slipway.cli.output;

import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModuleResult;
import io.slipway.common.UnifiedDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a module changed, as lines with their colours. */
final class DiffText {

    private static final Set<String> COPIES = Set.of("copy", "template", "assemble");

    private final Paper paper;
    private final int context;
    private final int limit;

    /** @param limit in bytes, for the contents of files that are copied; 0 for none */
    DiffText(Paper paper, int context, int limit) {
        this.limit = limit;
        this.paper = paper;
        this.context = context;
    }

    /** An empty line follows each difference; nothing where nothing differs. */
    List<String> lines(TaskResult result) {
        boolean limited = limit > 0
                && COPIES.contains(ModuleCatalogue.shortName(result.task().action()));
        List<String> lines = new ArrayList<>();
        for (ModuleResult.Diff diff : result.diffs()) {
            if (limited && tooLarge(diff, lines)) {
                continue;
            }
            List<String> unified = UnifiedDiff.of(
                    diff.before(),
                    diff.after(),
                    name("before", diff.beforeHeader()),
                    name("after", diff.afterHeader()),
                    context);
            unified.forEach(line -> lines.add(coloured(line)));
            if (!unified.isEmpty()) {
                lines.add("");
            }
            if (!diff.prepared().isEmpty()) {
                lines.addAll(List.of(diff.prepared().replaceFirst("\n$", "").split("\n", -1)));
            }
        }
        return lines;
    }

    private boolean tooLarge(ModuleResult.Diff diff, List<String> lines) {
        boolean before = isLarge(diff.before());
        boolean after = isLarge(diff.after());
        if (before) {
            lines.add("diff skipped: destination file size is greater than " + limit);
        }
        if (after) {
            lines.add("diff skipped: source file size is greater than " + limit);
        }
        return before || after;
    }

    private boolean isLarge(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length > limit;
    }

    private static String name(String side, String header) {
        return header.isEmpty() ? side : side + ": " + header;
    }

    private String coloured(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> paper.styled(Style.DIFF_ADDED, line);
            case '-' -> paper.styled(Style.DIFF_REMOVED, line);
            case '@' -> paper.styled(Style.DIFF_LINES, line);
            default -> line;
        };
    }
}
