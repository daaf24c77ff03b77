package io.slipway.cli.line;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** Words that no command takes, or too few of them. */
public final class LineException extends ProblemException {

    LineException(Problem problem) {
        super(problem, null);
    }
}
