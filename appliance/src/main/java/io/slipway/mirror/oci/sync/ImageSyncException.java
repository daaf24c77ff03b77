package io.slipway.mirror.oci.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Images cannot be brought into the store, or are not there. */
public final class ImageSyncException extends ProblemException {

    public ImageSyncException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    ImageSyncException(List<Problem> problems) {
        super(problems, null);
    }
}
