package io.slipway.netboot.dns;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names cannot be served as they were asked for. */
public final class DnsException extends ProblemException {

    DnsException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    DnsException(List<Problem> problems) {
        super(problems, null);
    }
}
