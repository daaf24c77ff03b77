package io.slipway.automation.module.files;

import io.slipway.automation.module.Regex;
import io.slipway.automation.module.files.EditFile.Edited;
import io.slipway.common.PythonRegex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;

/**
 * What {@code lineinfile} does to a file's lines. A line that matches is replaced; only when none does, the place for a new one is
 * looked for. All texts are {@link Latin}.
 *
 * @param insertAfter a regular expression, {@code EOF} or {@code BOF}
 * @param insertBefore a regular expression or {@code BOF}
 */
record LineEdit(
        Optional<PythonRegex> regexp,
        Optional<String> searchString,
        Optional<String> line,
        Optional<String> insertAfter,
        Optional<String> insertBefore,
        boolean backrefs,
        boolean firstMatch) {

    Edited absent(Optional<byte[]> before) {
        if (before.isEmpty()) {
            return Edited.nothing("file not present");
        }
        List<String> lines = Latin.lines(Latin.of(before.get()));
        Predicate<String> unwanted = regexp.map(r -> (Predicate<String>) r::finds)
                .or(() -> searchString.map(s -> l -> l.contains(s)))
                .orElseGet(() -> l -> Latin.bare(l).equals(line.orElseThrow()));
        List<String> kept = lines.stream().filter(unwanted.negate()).toList();
        int found = lines.size() - kept.size();
        return result(kept, found == 0 ? "" : found + " line(s) removed").with("found", (long) found);
    }

    Edited present(Optional<byte[]> before) {
        List<String> lines = new ArrayList<>(Latin.lines(Latin.of(before.orElse(new byte[0]))));
        String wanted = line.orElseThrow();
        int matching = find(lines, this::matches);
        if (matching >= 0) {
            return replace(lines, matching, backrefs ? expand(lines.get(matching), wanted) : wanted);
        }
        int exact = lastIndex(lines, l -> Latin.bare(l).equals(wanted));
        if (exact >= 0) {
            return replace(lines, exact, wanted);
        }
        if (backrefs) {
            return result(lines, "");
        }
        return insert(lines, wanted);
    }

    private boolean matches(String candidate) {
        return regexp.map(r -> r.finds(candidate)).orElse(false)
                || searchString.map(candidate::contains).orElse(false);
    }

    private String expand(String old, String template) {
        PythonRegex pattern = regexp.orElseThrow();
        Matcher matcher = pattern.matcher(old);
        return matcher.find() ? Regex.replacement(pattern, template).fill(matcher) : template;
    }

    private static Edited replace(List<String> lines, int at, String wanted) {
        String ended = wanted.endsWith("\n") ? wanted : wanted + "\n";
        if (lines.get(at).equals(ended)) {
            return result(lines, "");
        }
        lines.set(at, ended);
        return result(lines, "line replaced");
    }

    private Edited insert(List<String> lines, String wanted) {
        Optional<String> place = insertAfter.or(() -> insertBefore);
        if (place.isPresent() && place.get().equals("BOF")) {
            lines.addFirst(wanted + "\n");
            return result(lines, "line added");
        }
        int anchor = place.filter(p -> insertBefore.isPresent() || !p.equals("EOF"))
                .map(Latin::regex)
                .map(pattern -> find(lines, pattern::finds))
                .orElse(-1);
        if (anchor < 0) {
            endLastLine(lines);
            lines.add(wanted + "\n");
        } else if (insertBefore.isPresent()) {
            lines.add(anchor, wanted + "\n");
        } else {
            if (anchor == lines.size() - 1) {
                endLastLine(lines);
            }
            lines.add(anchor + 1, wanted + "\n");
        }
        return result(lines, "line added");
    }

    private static void endLastLine(List<String> lines) {
        if (!lines.isEmpty()
                && !lines.getLast().endsWith("\n")
                && !lines.getLast().endsWith("\r")) {
            lines.set(lines.size() - 1, lines.getLast() + "\n");
        }
    }

    private int find(List<String> lines, Predicate<String> condition) {
        if (!firstMatch) {
            return lastIndex(lines, condition);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (condition.test(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static int lastIndex(List<String> lines, Predicate<String> condition) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (condition.test(lines.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static Edited result(List<String> lines, String message) {
        return Edited.of(Latin.bytes(String.join("", lines)), message);
    }
}
