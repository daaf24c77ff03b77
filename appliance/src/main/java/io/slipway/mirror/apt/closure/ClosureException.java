package io.slipway.mirror.apt.closure;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** Some packages cannot be had, or not with all that they need. */
public final class ClosureException extends ProblemException {

    ClosureException(List<Problem> problems) {
        super(problems, null);
    }
}
