package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something could not be downloaded, or was not what it should have been. */
public final class FetchException extends ProblemException {

    private final Again again;

    /** Whether it is worth while to ask again. */
    enum Again {
        NEVER,
        /** What came was wrong: it may have been garbled on the way, but a second time says that it is like that. */
        ONCE,
        PATIENTLY
    }

    FetchException(Problem problem, Again again, @Nullable Throwable cause) {
        super(problem, cause);
        this.again = again;
    }

    FetchException(List<Problem> problems) {
        super(problems, null);
        this.again = Again.NEVER;
    }

    /** @param failures how many there have been, with this one */
    boolean worthAnotherAttempt(int failures, Backoff backoff) {
        return switch (again) {
            case NEVER -> false;
            case ONCE -> failures < Math.min(2, backoff.attempts());
            case PATIENTLY -> failures < backoff.attempts();
        };
    }
}
