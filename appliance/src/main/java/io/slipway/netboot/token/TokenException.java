package io.slipway.netboot.token;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** What lets a node be recognised cannot be kept. */
public final class TokenException extends ProblemException {

    TokenException(Problem problem, Throwable cause) {
        super(problem, cause);
    }
}
