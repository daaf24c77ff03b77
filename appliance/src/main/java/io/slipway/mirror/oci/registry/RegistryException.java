package io.slipway.mirror.oci.registry;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A registry cannot do what was asked of it; the code says whose fault it is. */
public final class RegistryException extends ProblemException {

    private final ErrorCode code;
    private final int status;

    private RegistryException(ErrorCode code, int status, Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.code = code;
        this.status = status;
    }

    public RegistryException(ErrorCode code, Problem problem) {
        this(code, code.status(), problem, null);
    }

    public RegistryException(ErrorCode code, String what) {
        this(code, Problem.of(what));
    }

    public RegistryException(ErrorCode code, int status, String what) {
        this(code, status, Problem.of(what), null);
    }

    /** The disk did not do what it should. */
    static RegistryException io(String what, IOException e) {
        return new RegistryException(ErrorCode.UNKNOWN, 500, Problem.of(what).because(IoReason.withFile(e)), e);
    }

    public ErrorCode code() {
        return code;
    }

    /** The status of HTTP that says it. */
    public int status() {
        return status;
    }
}
