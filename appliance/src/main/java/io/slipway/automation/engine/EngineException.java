package io.slipway.automation.engine;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something in a playbook that only shows when it runs, and that no host can get past. */
public final class EngineException extends ProblemException {

    public EngineException(Problem problem) {
        super(problem, null);
    }

    public EngineException(List<Problem> problems) {
        super(problems, null);
    }

    public EngineException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
