package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.TemplateLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds what a template includes or imports. One engine serves all tasks, but each looks in places of its own: those of the task that is
 * rendering.
 */
final class TemplateFiles implements TemplateLoader {

    private static final ScopedValue<SearchPath> RENDERING = ScopedValue.newInstance();

    static <T> T during(SearchPath searchPath, Supplier<T> rendering) {
        return ScopedValue.where(RENDERING, searchPath).call(rendering::get);
    }

    /** Where what is being rendered looks for files; else {@code usual}. */
    static SearchPath orElse(SearchPath usual) {
        return RENDERING.orElse(usual);
    }

    @Override
    public Optional<Loaded> load(String name) {
        if (!RENDERING.isBound()) {
            return Optional.empty();
        }
        return RENDERING.get().lookFor("templates", name).map(TemplateFiles::read);
    }

    private static Loaded read(Path file) {
        try {
            return new Loaded(Files.readString(file), Position.in(file.toString()));
        } catch (IOException e) {
            throw new ModuleFailure(
                    Problem.of("cannot read the template " + file).because(IoReason.of(e)), e);
        }
    }
}
