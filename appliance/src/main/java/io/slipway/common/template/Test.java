package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** What stands behind a name in {@code value is name(args)}. Stateless. */
@FunctionalInterface
public interface Test {

    /** @throws TemplateException without a position: the engine adds the place of the test */
    boolean holds(@Nullable Object value, Arguments args, RenderContext context);
}
