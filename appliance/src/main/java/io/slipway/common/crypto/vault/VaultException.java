package io.slipway.common.crypto.vault;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** Encrypted text that is malformed, or that no known password opens. */
public final class VaultException extends ProblemException {

    public VaultException(Problem problem) {
        super(problem, null);
    }

    public VaultException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
