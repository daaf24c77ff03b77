package io.slipway.automation.inventory;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An inventory source or a host pattern that cannot be understood. */
public final class InventoryException extends ProblemException {

    public InventoryException(Problem problem) {
        super(problem, null);
    }

    public InventoryException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    public InventoryException(List<Problem> problems) {
        super(problems, null);
    }
}
