package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A playbook, role or task file that is not acceptable. */
public final class PlaybookException extends ProblemException {

    public PlaybookException(Problem problem) {
        super(problem, null);
    }

    public PlaybookException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    public PlaybookException(List<Problem> problems) {
        super(problems, null);
    }
}
