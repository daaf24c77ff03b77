package io.slipway.automation.module.files;

import io.slipway.automation.module.Controller.Trim;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Path;

/**
 * A template without its optional first line {@code #jinja2: lstrip_blocks: True, trim_blocks: False}, which overrides settings.
 *
 * @param firstLine the line of the file that the body starts with
 */
record TemplateHeader(String body, int firstLine, Trim trim) {

    private static final String MARK = "#jinja2:";

    static TemplateHeader of(Path file, String text, Trim usual) {
        int end = text.indexOf('\n');
        if (!text.startsWith(MARK) || end < 0) {
            return new TemplateHeader(text, 1, usual);
        }
        Trim trim = usual;
        for (String pair : text.substring(MARK.length(), end).split(",", -1)) {
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw unsupported(file, pair.strip());
            }
            String value = pair.substring(colon + 1).strip();
            boolean on = value.equals("True") || value.equals("1");
            if (!on && !value.equals("False") && !value.equals("0")) {
                throw unsupported(file, pair.strip());
            }
            trim = switch (pair.substring(0, colon).strip()) {
                case "trim_blocks" -> new Trim(on, trim.lstripBlocks());
                case "lstrip_blocks" -> new Trim(trim.trimBlocks(), on);
                default -> throw unsupported(file, pair.strip());
            };
        }
        return new TemplateHeader(text.substring(end + 1), 2, trim);
    }

    private static ModuleFailure unsupported(Path file, String setting) {
        return new ModuleFailure(Problem.of("the template setting '" + setting + "' is not supported")
                .at(new Position(file.toString(), 1, 1))
                .hint("trim_blocks and lstrip_blocks can be set to True or False"));
    }
}
