package io.slipway.common.jmespath;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A query that cannot be parsed, or that does not fit the data. */
public final class QueryException extends ProblemException {

    QueryException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
