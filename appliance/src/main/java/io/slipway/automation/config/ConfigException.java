package io.slipway.automation.config;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration that cannot be understood. */
public final class ConfigException extends ProblemException {

    public ConfigException(Problem problem) {
        super(problem, null);
    }

    public ConfigException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    public ConfigException(List<Problem> problems) {
        super(problems, null);
    }
}
