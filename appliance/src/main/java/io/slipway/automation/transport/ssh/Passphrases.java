package io.slipway.automation.transport.ssh;

import io.slipway.common.Secret;
import java.util.Optional;

/** Somebody who may know the passphrase of a key. */
@FunctionalInterface
public interface Passphrases {

    /** Nobody to ask, as where there is no terminal. */
    Passphrases NOBODY = prompt -> Optional.empty();

    /** @return nothing if nobody is there */
    Optional<Secret> ask(String prompt);
}
