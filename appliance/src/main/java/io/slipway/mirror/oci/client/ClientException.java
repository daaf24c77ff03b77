package io.slipway.mirror.oci.client;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A registry does not have what was asked for, does not give it, or says what makes no sense. */
public final class ClientException extends ProblemException {

    private final boolean absent;

    ClientException(Problem problem) {
        this(problem, false, null);
    }

    ClientException(Problem problem, boolean absent, @Nullable Throwable cause) {
        super(problem, cause);
        this.absent = absent;
    }

    /** Whether the registry said that there is no such thing. */
    public boolean absent() {
        return absent;
    }
}
