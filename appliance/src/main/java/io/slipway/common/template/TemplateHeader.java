package io.slipway.common.template;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template file without its optional first line {@code #jinja2: lstrip_blocks: True, variable_start_string: '[%'}, which overrides how
 * the rest is read. Source: Ansible's documentation of the module {@code template}.
 *
 * @param firstLine the line of the file that the body starts with
 */
public record TemplateHeader(String body, int firstLine, Settings settings) {

    private static final String MARK = "#jinja2:";
    private static final Pattern TEXT = Pattern.compile("'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"");

    /**
     * @param usual what holds unless the line says otherwise
     * @throws TemplateException when the line makes no sense
     */
    public static TemplateHeader of(String file, String text, Settings usual) {
        int end = text.indexOf('\n');
        if (!text.startsWith(MARK) || end < 0) {
            return new TemplateHeader(text, 1, usual);
        }
        Source line = new Source(text.substring(0, end), new Position(file, 1, 1));
        Settings settings = usual;
        for (String pair : line.text().substring(MARK.length()).split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw unsupported(line, pair.strip());
            }
            settings = with(
                    settings,
                    pair.substring(0, colon).strip(),
                    pair.substring(colon + 1).strip(),
                    line);
        }
        return new TemplateHeader(text.substring(end + 1), 2, settings);
    }

    private static Settings with(Settings settings, String name, String value, Source line) {
        return switch (name) {
            case "trim_blocks" -> settings.withTrimBlocks(flag(name, value, line));
            case "lstrip_blocks" -> settings.withLstripBlocks(flag(name, value, line));
            case "keep_trailing_newline" -> {
                flag(name, value, line);
                yield settings;
            }
            case "newline_sequence" -> settings.withNewline(text(name, value, line));
            default -> {
                if (!name.matches("(block|variable|comment)_(start|end)_string")) {
                    throw unsupported(line, name + ": " + value);
                }
                yield settings.withDelimiters(settings.delimiters().with(name, text(name, value, line)));
            }
        };
    }

    private static boolean flag(String name, String value, Source line) {
        return switch (value) {
            case "True", "1" -> true;
            case "False", "0" -> false;
            default -> throw unsupported(line, name + ": " + value);
        };
    }

    private static String text(String name, String value, Source line) {
        Matcher quoted = TEXT.matcher(value);
        if (!quoted.matches()) {
            throw unsupported(line, name + ": " + value);
        }
        return Escapes.decode(quoted.group(1) == null ? quoted.group(2) : quoted.group(1), line, 0);
    }

    private static TemplateException unsupported(Source line, String setting) {
        return new TemplateException(Problem.of("the template setting '" + setting + "' is not supported")
                .at(line.at(0))
                .hint("trim_blocks and lstrip_blocks can be set to True or False; newline_sequence,"
                        + " variable_start_string and the like to text in quotes"));
    }
}
