package io.slipway.common.crypto.vault;

import io.slipway.common.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What opens a vault: any bytes but none. It prints as stars. */
public final class VaultPassword {

    private final byte[] bytes;

    private VaultPassword(byte[] bytes) {
        this.bytes = bytes;
    }

    /** As a file or a program gives it. */
    public static VaultPassword of(byte[] bytes) {
        return new VaultPassword(bytes.clone());
    }

    /** As a person types it. */
    public static VaultPassword of(Secret text) {
        return new VaultPassword(text.reveal().getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VaultPassword password && MessageDigest.isEqual(password.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return VaultPassword.class.hashCode();
    }

    @Override
    public String toString() {
        return "********";
    }
}
