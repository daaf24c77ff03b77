package io.slipway.common.crypto;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A key that cannot be used, or a signature that must not be trusted. */
public final class CryptoException extends ProblemException {

    public CryptoException(Problem problem) {
        super(problem, null);
    }

    public CryptoException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
