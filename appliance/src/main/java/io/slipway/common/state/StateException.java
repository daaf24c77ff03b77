package io.slipway.common.state;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** The state database cannot be opened, read or written. */
public final class StateException extends ProblemException {

    public StateException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
