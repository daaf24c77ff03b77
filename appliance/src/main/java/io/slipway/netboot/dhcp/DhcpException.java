package io.slipway.netboot.dhcp;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A message that is not DHCP or cannot be written, or a server that cannot run. */
public final class DhcpException extends ProblemException {

    DhcpException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    static DhcpException malformed(String why) {
        return new DhcpException(Problem.of("not a DHCP message").because(why), null);
    }
}
