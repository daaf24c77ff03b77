package io.slipway.mirror.oci.places;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;

/** A text that names no place where images can be, or one that cannot be used like this. */
public final class PlaceException extends ProblemException {

    public PlaceException(Problem problem) {
        super(problem, null);
    }
}
