package io.slipway.lab.engine;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A Docker engine that is missing, will not start, hangs or refuses. */
public final class EngineException extends ProblemException {

    public EngineException(Problem problem) {
        super(problem, null);
    }

    public EngineException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
