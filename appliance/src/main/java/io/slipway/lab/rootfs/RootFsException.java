package io.slipway.lab.rootfs;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A root file system that cannot be made. */
public final class RootFsException extends ProblemException {

    RootFsException(Problem problem) {
        super(problem, null);
    }

    RootFsException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
