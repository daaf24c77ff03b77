package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that a template can call: a macro, a method, a global such as {@code range}. */
@FunctionalInterface
public interface Callable {

    /** @throws TemplateException when the arguments don't fit; a position is added by the caller */
    @Nullable
    Object call(List<@Nullable Object> args, Map<String, @Nullable Object> kwargs);
}
