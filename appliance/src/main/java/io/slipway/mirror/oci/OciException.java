package io.slipway.mirror.oci;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A manifest, a name or an index that is not what it should be. */
public final class OciException extends ProblemException {

    public OciException(Problem problem) {
        this(problem, null);
    }

    public OciException(java.util.List<Problem> problems) {
        super(problems, null);
    }

    public OciException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
