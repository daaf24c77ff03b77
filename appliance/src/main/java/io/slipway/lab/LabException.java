package io.slipway.lab;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A lab that cannot be described, raised, reached or removed. */
public final class LabException extends ProblemException {

    public LabException(Problem problem) {
        super(problem, null);
    }

    public LabException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
