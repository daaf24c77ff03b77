package io.slipway.netboot.ntp;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** Time cannot be served as it was asked for. */
public final class NtpException extends ProblemException {

    NtpException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
