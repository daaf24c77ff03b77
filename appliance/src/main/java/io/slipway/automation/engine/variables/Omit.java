package io.slipway.automation.engine.variables;

import io.slipway.common.template.PyObject;
import io.slipway.common.template.Undefined;
import org.jspecify.annotations.Nullable;

/** The value of {@code omit}: an argument, list item or mapping entry that has it is left out. */
public final class Omit implements PyObject {

    public static final Omit TOKEN = new Omit();

    private Omit() {}

    @Override
    public @Nullable Object attribute(String name) {
        return Undefined.because(name, "'omit' has no attribute '" + name + "'");
    }

    @Override
    public String typeName() {
        return "omit";
    }

    @Override
    public String toString() {
        return "__omit_place_holder__";
    }
}
