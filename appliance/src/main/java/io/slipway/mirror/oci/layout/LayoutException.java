package io.slipway.mirror.oci.layout;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A folder or an archive of images that is not what it should be, or cannot be read or written. */
public final class LayoutException extends ProblemException {

    public LayoutException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    static LayoutException of(String where, String what, String why, String hint) {
        return new LayoutException(
                Problem.of(what).at(Position.in(where)).because(why).hint(hint), null);
    }

    static LayoutException io(String where, String what, IOException e) {
        return new LayoutException(Problem.of(what).at(Position.in(where)).because(IoReason.of(e)), e);
    }
}
