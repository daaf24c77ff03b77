package io.slipway.netboot.tftp;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A packet that is not TFTP, or a server that cannot run. */
public final class TftpException extends ProblemException {

    TftpException(Problem problem, @Nullable Throwable cause) {
        super(problem, cause);
    }

    static TftpException malformed(String why) {
        return new TftpException(Problem.of("not a TFTP packet").because(why), null);
    }
}
