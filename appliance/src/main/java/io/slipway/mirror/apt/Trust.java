package io.slipway.mirror.apt;

import io.slipway.common.crypto.Keyring;

/** Whose word is taken for what an archive holds. */
public sealed interface Trust {

    /** One of these keys must have signed the Release file. */
    record SignedBy(Keyring keyring) implements Trust {}

    /** Nobody's: whoever can answer in the archive's place decides what comes. Somebody said so in as many words. */
    record Nobody() implements Trust {}
}
