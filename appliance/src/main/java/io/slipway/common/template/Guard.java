package io.slipway.common.template;

import io.slipway.common.Problem;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The last line of defence: whatever the bounds on nesting let through on a small stack ends as an ordinary error. */
final class Guard {

    private Guard() {}

    static <T extends @Nullable Object> T run(Source source, Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError e) {
            throw new TemplateException(
                    Problem.of("this template is nested too deeply").at(source.at(0)), e);
        }
    }
}
