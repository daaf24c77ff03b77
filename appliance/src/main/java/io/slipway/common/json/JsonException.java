package io.slipway.common.json;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A text that is not JSON, or not TOML. */
public final class JsonException extends ProblemException {

    public JsonException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }
}
