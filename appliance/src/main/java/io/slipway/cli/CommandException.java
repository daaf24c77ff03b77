package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A command line, or the machine it runs on, that does not do. */
final class CommandException extends ProblemException {

    CommandException(Problem problem) {
        super(problem, null);
    }

    CommandException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    CommandException(List<Problem> problems) {
        super(problems, null);
    }
}
