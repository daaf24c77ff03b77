package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An archive that cannot be taken in or given out. */
public final class AptException extends ProblemException {

    public AptException(Problem problem) {
        super(problem, null);
    }

    public AptException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    public AptException(List<Problem> problems) {
        super(problems, null);
    }
}
