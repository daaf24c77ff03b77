package io.slipway.common.template;

import org.jspecify.annotations.Nullable;

/** A value with attributes that is neither a mapping nor a list, such as {@code loop} or an imported template. */
public interface PyObject {

    /** The attribute, or an {@link Undefined} when there is none of that name. */
    @Nullable
    Object attribute(String name);

    /** What Python would call the type, for messages. */
    String typeName();

    /** Python's {@code str()} of it. */
    default String asText() {
        return "<" + typeName() + " object>";
    }
}
