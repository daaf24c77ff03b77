package io.slipway.common.yaml;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A document that is not acceptable YAML. */
public final class YamlException extends ProblemException {

    public YamlException(Problem problem) {
        super(problem, null);
    }

    public YamlException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    public YamlException(List<Problem> problems) {
        super(problems, null);
    }
}
