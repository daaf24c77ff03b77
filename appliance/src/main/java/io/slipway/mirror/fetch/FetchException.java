package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something could not be downloaded, or was not what it should have been. */
public final class FetchException extends ProblemException {

    private final boolean worthRetrying;

    FetchException(Problem problem, boolean worthRetrying, @Nullable Throwable cause) {
        super(problem, cause);
        this.worthRetrying = worthRetrying;
    }

    FetchException(List<Problem> problems) {
        super(problems, null);
        this.worthRetrying = false;
    }

    boolean worthRetrying() {
        return worthRetrying;
    }
}
