package io.slipway.server;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** The server cannot run. */
public final class ServerException extends ProblemException {

    ServerException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
