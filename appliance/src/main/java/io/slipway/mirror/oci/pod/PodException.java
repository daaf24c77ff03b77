package io.slipway.mirror.oci.pod;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** The pod's store has no such image, or cannot take it. */
public final class PodException extends ProblemException {

    PodException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
