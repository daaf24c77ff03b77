package io.slipway.cli.output;

import io.slipway.automation.module.ModuleResult;
import io.slipway.common.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;

/** What a module changed, as lines with their colours. */
final class DiffText {

    private final Paper paper;
    private final int context;

    DiffText(Paper paper, int context) {
        this.paper = paper;
        this.context = context;
    }

    /** An empty line follows each difference; nothing where nothing differs. */
    List<String> lines(List<ModuleResult.Diff> diffs) {
        List<String> lines = new ArrayList<>();
        for (ModuleResult.Diff diff : diffs) {
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
        }
        return lines;
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
