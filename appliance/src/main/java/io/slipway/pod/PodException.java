package io.slipway.pod;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** The inventory does not describe a pod as the appliance needs it. */
public final class PodException extends ProblemException {

    public PodException(List<Problem> problems) {
        super(problems, null);
    }
}
