package io.slipway.mirror.apt.control;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** A file of an archive that is not what its format demands. */
public final class ControlException extends ProblemException {

    public ControlException(Problem problem) {
        super(problem, null);
    }
}
