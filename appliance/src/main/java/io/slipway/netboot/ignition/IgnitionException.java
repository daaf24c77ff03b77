package io.slipway.netboot.ignition;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** A config that no machine could be given. */
public final class IgnitionException extends ProblemException {

    IgnitionException(List<Problem> problems) {
        super(problems, null);
    }
}
