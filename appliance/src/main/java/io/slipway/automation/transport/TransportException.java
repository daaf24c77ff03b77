package io.slipway.automation.transport;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** An exchange that got no answer. */
public final class TransportException extends ProblemException {

    public enum Kind {
        /** No connection could be made: refused, no route, wrong key, changed host key … Nothing ran. */
        UNREACHABLE,
        /** The connection broke while a script may have been running: what it did is unknown. */
        LOST,
        /** The script did not end in time; it was told to stop. */
        TIMED_OUT,
        /** This side could not go on with it, as with a full disk here; it was told to stop. The node is well. */
        GIVEN_UP,
        /** The node was reached but the other user could not be become. Nothing ran. */
        BECOME_FAILED
    }

    private final Kind kind;

    public TransportException(Kind kind, Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
