package io.slipway.netboot.live;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A machine said something that cannot be, or its system cannot be made. */
public final class LiveException extends ProblemException {

    LiveException(Problem problem) {
        this(problem, null);
    }

    LiveException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
