package io.slipway.netboot.install;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.template.Python;
import io.slipway.common.template.Scope;
import io.slipway.common.template.Settings;
import io.slipway.common.template.TemplateEngine;
import io.slipway.common.template.TemplateException;
import io.slipway.common.template.TemplateLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The folders where templates lie; one of the operator's own wins over the one of the same name that comes with Slipway. Read anew each time. */
final class Templates {

    private final List<Path> folders;
    private final TemplateEngine engine;

    /** @param folders the strongest first; need not be there */
    Templates(List<Path> folders) {
        this.folders = List.copyOf(folders);
        this.engine = TemplateEngine.builder()
                .loader(name -> find(name).map(Templates::loaded))
                .filter("one_line", "", (value, arguments, context) -> oneLine(Python.str(value)))
                .settings(Settings.TEMPLATE_FILE.withKeepTrailingNewline(true))
                .build();
    }

    /** For documents of lines, in which a value of two would be an answer that nobody wrote. */
    private static String oneLine(String value) {
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw TemplateException.of("a value is more than one line");
        }
        return value;
    }

    /** Nothing outside of the folders, whatever a template asks for. */
    private Optional<Path> find(String name) {
        return folders.stream()
                .filter(folder -> folder.resolve(name).normalize().startsWith(folder))
                .map(folder -> folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private static TemplateLoader.Loaded loaded(Path file) {
        return new TemplateLoader.Loaded(TextFile.read(file), new Position(file.toString(), 1, 1));
    }

    /** What came of a template, and where that stands. */
    record Rendered(String source, String text) {}

    /**
     * @param name such as {@code debian/preseed.cfg.j2}
     * @throws InstallException when there is none
     * @throws io.slipway.common.ProblemException when it cannot be rendered
     */
    Rendered render(String name, Scope variables) {
        Path file = find(name)
                .orElseThrow(() -> new InstallException(Problem.of("there is no template '" + name + "'")
                        .because("looked in "
                                + String.join(
                                        ", ",
                                        folders.stream().map(Path::toString).toList()))));
        TemplateLoader.Loaded template = loaded(file);
        String text = engine.parse(template.text(), template.origin()).render(variables);
        return new Rendered(file.toString(), text.endsWith("\n") || text.isEmpty() ? text : text + "\n");
    }
}
