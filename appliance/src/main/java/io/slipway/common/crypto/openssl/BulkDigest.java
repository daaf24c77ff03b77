package io.slipway.common.crypto.openssl;

import io.slipway.common.Digest;
import java.security.MessageDigest;

/** Digests for much. */
public final class BulkDigest {

    private BulkDigest() {}

    /** The machine's own SHA-256 if it has one, else Java's. */
    public static MessageDigest sha256() {
        return LibCrypto.here().flatMap(lib -> lib.digest("SHA-256")).orElseGet(Digest::sha256);
    }
}
