package io.slipway.mirror.apt.machine;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.AptException;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Stanza;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads both formats of sources.list(5). */
final class SourceFiles {

    private static final Pattern LINE =
            Pattern.compile("(deb|deb-src)\\s+(?:\\[([^\\]]*)\\]\\s*)?(\\S+)\\s+(\\S+)((?:\\s+\\S+)*)");

    private SourceFiles() {}

    /** The one-line format. */
    static List<SourceEntry> lines(String source, String text) {
        List<SourceEntry> entries = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf('#');
            String content = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!content.isEmpty()) {
                entries.add(line(content, new Position(source, number, 0)));
            }
        }
        return entries;
    }

    private static SourceEntry line(String content, Position at) {
        Matcher parts = LINE.matcher(content);
        if (!parts.matches()) {
            throw new AptException(Problem.of("this is not a line of sources.list: '" + content + "'")
                    .at(at)
                    .because("'deb [options] uri suite component…' is expected"));
        }
        Map<String, String> options = new HashMap<>();
        for (String option : words(parts.group(2) == null ? "" : parts.group(2))) {
            String[] pair = option.split("=", 2);
            options.put(deb822Name(pair[0]), pair.length > 1 ? pair[1].replace(',', ' ') : "");
        }
        return new SourceEntry(
                List.of(parts.group(1)),
                List.of(parts.group(3)),
                List.of(parts.group(4)),
                words(parts.group(5)),
                options,
                at);
    }

    private static String deb822Name(String option) {
        String name = option.toLowerCase(Locale.ROOT);
        return name.equals("arch") ? "architectures" : name;
    }

    /** The deb822 format. */
    static List<SourceEntry> stanzas(String source, String text) {
        return ControlReader.readAll(source, text).stream()
                .map(SourceFiles::stanza)
                .toList();
    }

    private static SourceEntry stanza(Stanza stanza) {
        Map<String, String> fields = stanza.fields();
        return new SourceEntry(
                words(stanza.require("Types")),
                words(stanza.require("URIs")),
                words(stanza.require("Suites")),
                words(fields.getOrDefault("components", "")),
                fields,
                stanza.at());
    }

    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }
}
