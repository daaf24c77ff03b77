package io.slipway.automation.module;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls modules as the engine does, in a word: {@code calls.run(module, "path", p, "state", "absent")}. */
public final class Calls {

    private final Node node;
    private final Controller controller;

    public Calls(Node node, Controller controller) {
        this.node = node;
        this.controller = controller;
    }

    /** For real. @param arguments name, value, name, value … */
    public ModuleResult run(Module module, @Nullable Object... arguments) {
        return call(module, false, false, arguments);
    }

    /** With {@code --diff}. */
    public ModuleResult diff(Module module, @Nullable Object... arguments) {
        return call(module, false, true, arguments);
    }

    /** With {@code --check --diff}. */
    public ModuleResult check(Module module, @Nullable Object... arguments) {
        return call(module, true, true, arguments);
    }

    /** What the user is told when it fails, whether by exception or by result; an error when it does not. */
    public String failure(Module module, @Nullable Object... arguments) {
        try {
            ModuleResult result = call(module, false, false, arguments);
            if (result.failed()) {
                return String.valueOf(result.values().get("msg"));
            }
        } catch (ModuleFailure e) {
            return e.getMessage();
        }
        throw new AssertionError(module.spec().name() + " was to fail but did not");
    }

    /** What a failed result holds beside its message. */
    public Map<String, @Nullable Object> failedValues(Module module, @Nullable Object... arguments) {
        try {
            call(module, false, false, arguments);
        } catch (ModuleFailure e) {
            return e.values();
        }
        throw new AssertionError(module.spec().name() + " was to fail but did not");
    }

    private ModuleResult call(Module module, boolean check, boolean diff, @Nullable Object... arguments) {
        Map<String, @Nullable Object> raw = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            raw.put(String.valueOf(arguments[i]), arguments[i + 1]);
        }
        return module.run(new ModuleCall(module.spec().check(raw), check, diff, node, controller));
    }
}
