package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A mirror description that is wrong, or a sync that cannot be done. */
public final class SyncException extends ProblemException {

    SyncException(Problem problem) {
        super(problem, null);
    }

    SyncException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    SyncException(List<Problem> problems) {
        super(problems, null);
    }
}
