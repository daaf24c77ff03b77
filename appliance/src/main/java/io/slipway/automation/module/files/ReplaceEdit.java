package io.slipway.automation.module.files;

import io.slipway.automation.module.Regex;
import io.slipway.common.PythonRegex;
import io.slipway.common.PythonReplacement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code replace} does to a text. */
record ReplaceEdit(PythonRegex pattern, String replacement, Optional<String> after, Optional<String> before) {

    /** @param message empty when nothing was replaced by something else */
    record Replaced(String text, String message) {}

    ReplaceEdit {
        after = after.filter(text -> !text.isEmpty());
        before = before.filter(text -> !text.isEmpty());
    }

    Replaced apply(String text) {
        if (section().isEmpty()) {
            return replaceAll(text, 0, text.length());
        }
        String around = section().get();
        PythonRegex finder = Regex.ofText(around, Pattern.DOTALL);
        Matcher match = finder.matcher(text);
        if (!match.find()) {
            return new Replaced(text, "Pattern for before/after params did not match the given file: " + around);
        }
        int group = finder.group("subsection");
        return replaceAll(text, match.start(group), match.end(group));
    }

    private Optional<String> section() {
        if (after.isPresent() && before.isPresent()) {
            return Optional.of(after.get() + "(?P<subsection>.*?)" + before.get());
        }
        return after.map(a -> a + "(?P<subsection>.*)").or(() -> before.map(b -> "(?P<subsection>.*)" + b));
    }

    private Replaced replaceAll(String text, int from, int to) {
        String section = text.substring(from, to);
        PythonReplacement filling = Regex.replacement(pattern, replacement);
        Matcher match = pattern.matcher(section);
        StringBuilder now = new StringBuilder();
        int done = 0;
        int count = 0;
        while (match.find()) {
            now.append(section, done, match.start()).append(filling.fill(match));
            done = match.end();
            count++;
        }
        now.append(section.substring(done));
        return new Replaced(
                text.substring(0, from) + now + text.substring(to),
                now.toString().equals(section) ? "" : count + " replacements made");
    }
}
