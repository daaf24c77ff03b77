package io.slipway.automation.module;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task that cannot be done: its message becomes {@code msg}, its values go into the failed result. */
public final class ModuleFailure extends ProblemException {

    private final transient Map<String, @Nullable Object> values = new LinkedHashMap<>();

    public ModuleFailure(String message) {
        super(Problem.of(message), null);
    }

    public ModuleFailure(Problem problem) {
        super(problem, null);
    }

    public ModuleFailure(List<Problem> problems) {
        super(problems, null);
    }

    public ModuleFailure(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    /** Adds a value such as {@code rc} or {@code stderr} to the result. */
    public ModuleFailure with(String name, @Nullable Object value) {
        values.put(name, value);
        return this;
    }

    public Map<String, @Nullable Object> values() {
        return values;
    }
}
