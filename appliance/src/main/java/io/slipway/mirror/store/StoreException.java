package io.slipway.mirror.store;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The store could not do what was asked of it. */
public final class StoreException extends ProblemException {

    public StoreException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    /** @param file what it was about; {@code what} names it */
    static StoreException io(String what, Path file, IOException e) {
        return new StoreException(Problem.of(what).because(IoReason.of(e, file)).hint(IoReason.hintForHome(e)), e);
    }
}
