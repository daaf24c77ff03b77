package io.slipway.automation.config;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A configuration file in INI form as Ansible reads its own: {@code key = value} or {@code key: value}, indented lines go on. */
final class IniFile {

    private final Map<String, Map<String, Entry>> sections = new LinkedHashMap<>();

    record Entry(String value, Position at) {}

    /** @throws ConfigException naming every line that makes no sense */
    static IniFile parse(String source, String text) {
        IniFile file = new IniFile();
        List<Problem> problems = new ArrayList<>();
        String section = "";
        String key = "";
        String[] lines = text.split("\\r?\\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = withoutComment(lines[i]);
            Position at = new Position(
                    source, i + 1, lines[i].length() - lines[i].stripLeading().length() + 1);
            String stripped = line.strip();
            if (stripped.isEmpty()) {
                continue;
            }
            boolean indented = Character.isWhitespace(line.charAt(0));
            int separator = separator(stripped);
            if (indented && !key.isEmpty()) {
                file.extend(section, key, stripped);
            } else if (stripped.startsWith("[") && stripped.endsWith("]")) {
                section = stripped.substring(1, stripped.length() - 1).strip();
                key = "";
            } else if (separator <= 0) {
                problems.add(
                        Problem.of("'" + stripped + "' is no setting").at(at).hint("write 'key = value'"));
            } else if (section.isEmpty()) {
                problems.add(Problem.of("a setting stands before the first section")
                        .at(at)
                        .hint("put it under [defaults]"));
            } else {
                key = stripped.substring(0, separator).strip().toLowerCase(Locale.ROOT);
                Entry entry = new Entry(stripped.substring(separator + 1).strip(), at);
                Entry first = file.sections
                        .computeIfAbsent(section, name -> new LinkedHashMap<>())
                        .putIfAbsent(key, entry);
                if (first != null) {
                    problems.add(Problem.of("'" + key + "' is set twice in [" + section + "]")
                            .at(at)
                            .because("the first time at line " + first.at.line()));
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return file;
    }

    Optional<Entry> get(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key));
    }

    private void extend(String section, String key, String more) {
        sections.getOrDefault(section, Map.of())
                .computeIfPresent(key, (name, entry) -> new Entry((entry.value + "\n" + more).strip(), entry.at));
    }

    /** Comments: whole lines after {@code #} or {@code ;}, and what follows a {@code ;} behind a blank. */
    private static String withoutComment(String line) {
        String stripped = line.stripLeading();
        if (stripped.startsWith("#") || stripped.startsWith(";")) {
            return "";
        }
        int comment = line.indexOf(" ;");
        return comment < 0 ? line : line.substring(0, comment);
    }

    private static int separator(String line) {
        int equals = line.indexOf('=');
        int colon = line.indexOf(':');
        return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
    }
}
