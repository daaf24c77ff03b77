package io.slipway.mirror.store;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** A content that does not match its digest or size; whoever supplied it should be named by whoever catches this. */
public final class WrongContent extends ProblemException {

    WrongContent(Problem problem) {
        super(problem, null);
    }
}
