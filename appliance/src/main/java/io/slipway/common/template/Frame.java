package io.slipway.common.template;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables that a template itself has set: one frame per template, loop pass, macro call and block. */
final class Frame {

    private final @Nullable Frame parent;
    private final Map<String, @Nullable Object> variables = new HashMap<>();

    Frame(@Nullable Frame parent) {
        this.parent = parent;
    }

    void set(String name, @Nullable Object value) {
        variables.put(name, value);
    }

    /** The nearest frame that has the name. */
    @Nullable
    Frame holder(String name) {
        for (Frame frame = this; frame != null; frame = frame.parent) {
            if (frame.variables.containsKey(name)) {
                return frame;
            }
        }
        return null;
    }

    @Nullable
    Object own(String name) {
        return variables.get(name);
    }

    Map<String, @Nullable Object> own() {
        return variables;
    }

    Set<String> names() {
        Set<String> names = new HashSet<>();
        for (Frame frame = this; frame != null; frame = frame.parent) {
            names.addAll(frame.variables.keySet());
        }
        return names;
    }
}
