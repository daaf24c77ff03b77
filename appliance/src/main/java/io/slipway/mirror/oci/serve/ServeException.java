package io.slipway.mirror.oci.serve;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** The registry cannot be served as its settings say. */
public final class ServeException extends ProblemException {

    ServeException(List<Problem> problems) {
        super(problems, null);
    }
}
