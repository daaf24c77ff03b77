package io.slipway.netboot.boot;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** Something was wanted of a node that cannot be in its state. */
public final class BootException extends ProblemException {

    BootException(Problem problem) {
        super(problem, null);
    }
}
