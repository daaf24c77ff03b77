package io.slipway.common.crypto.openssl;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import org.jspecify.annotations.Nullable;

/** A call that libcrypto refused: always one that is right, so it is the library that cannot, or may not. */
final class NativeFailure extends ProblemException {

    private static final long serialVersionUID = 1;

    NativeFailure(String call, @Nullable Throwable cause) {
        super(Problem.of("libcrypto refused " + call).hint("openssl version -a tells which it is"), cause);
    }
}
