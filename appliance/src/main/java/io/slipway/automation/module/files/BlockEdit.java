package io.slipway.automation.module.files;

import io.slipway.automation.module.files.EditFile.Edited;
import io.slipway.common.PythonRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What {@code blockinfile} does to a file's lines. All texts are {@link Latin}.
 *
 * @param block without markers; empty for none
 * @param begin the first marker line, line feed included
 * @param end the last marker line, line feed included
 * @param apart whether an empty line is to be before and after the block, where there are lines; there is never a second one
 */
record BlockEdit(
        String block,
        String begin,
        String end,
        Optional<String> insertAfter,
        Optional<String> insertBefore,
        Apart apart) {

    record Apart(boolean before, boolean after) {}

    Edited apply(Optional<byte[]> before) {
        String text = Latin.of(before.orElse(new byte[0]));
        List<String> lines = new ArrayList<>(Latin.lines(text));
        int first = lines.lastIndexOf(begin);
        int last = lines.lastIndexOf(end);
        int at;
        if (first < 0 || last < 0) {
            at = place(text, lines);
        } else {
            at = Math.min(first, last);
            lines.subList(at, Math.max(first, last) + 1).clear();
        }
        if (at > 0 && !lines.get(at - 1).endsWith("\n")) {
            lines.set(at - 1, lines.get(at - 1) + "\n");
        }
        if (!block.isEmpty()) {
            if (apart.before() && at > 0 && !lines.get(at - 1).equals("\n")) {
                lines.add(at++, "\n");
            }
            lines.add(at, begin + block + (block.endsWith("\n") ? "" : "\n") + end);
            if (apart.after() && at + 1 < lines.size() && !lines.get(at + 1).equals("\n")) {
                lines.add(at + 1, "\n");
            }
        }
        String message = before.isEmpty() ? "File created" : block.isEmpty() ? "Block removed" : "Block inserted";
        String now = String.join("", lines);
        return Edited.of(Latin.bytes(now), before.isPresent() && now.equals(text) ? "" : message);
    }

    private int place(String text, List<String> lines) {
        if (insertBefore.filter("BOF"::equals).isPresent()) {
            return 0;
        }
        Optional<PythonRegex> pattern = insertBefore
                .or(() -> insertAfter)
                .filter(p -> insertBefore.isPresent() || !p.equals("EOF"))
                .map(Latin::regex);
        if (pattern.isEmpty()) {
            return lines.size();
        }
        int step = insertBefore.isPresent() ? 0 : 1;
        if (pattern.get().isMultiline()) {
            Matcher match = pattern.get().matcher(text);
            return match.find() ? lineOf(text, step == 0 ? match.start() : match.end()) + step : lines.size();
        }
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (pattern.get().finds(lines.get(i))) {
                return i + step;
            }
        }
        return lines.size();
    }

    private static int lineOf(String text, int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }
}
