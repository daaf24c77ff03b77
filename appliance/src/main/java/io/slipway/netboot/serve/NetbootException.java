package io.slipway.netboot.serve;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** Machines cannot be booted from here as it was asked for. */
public final class NetbootException extends ProblemException {

    NetbootException(Problem problem) {
        super(problem, null);
    }
}
