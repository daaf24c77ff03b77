package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** What stands behind a name in {@code value | name(args)}. Stateless. */
@FunctionalInterface
public interface Filter {

    /** @throws TemplateException without a position: the engine adds the place of the call */
    @Nullable
    Object apply(@Nullable Object value, Arguments args, RenderContext context);
}
