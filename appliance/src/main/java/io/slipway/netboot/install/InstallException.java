package io.slipway.netboot.install;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;

/** What a node is to be installed with cannot be made, or is not what its installer would take. */
public final class InstallException extends ProblemException {

    InstallException(List<Problem> problems) {
        super(problems, null);
    }

    InstallException(Problem problem) {
        super(problem, null);
    }
}
