package io.slipway.mirror.oci.docker;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A Docker engine does not answer, or does not do what it was asked for. */
public final class EngineException extends ProblemException {

    EngineException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
