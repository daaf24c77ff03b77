package io.slipway.mirror.store;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The store could not do what was asked of it. */
public final class StoreException extends ProblemException {

    public StoreException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    static StoreException io(String what, IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new StoreException(Problem.of(what).because(reason), e);
    }
}
