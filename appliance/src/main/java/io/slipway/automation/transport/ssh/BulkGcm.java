package io.slipway.automation.transport.ssh;

import com.hierynomus.sshj.transport.cipher.GcmCipher;
import io.slipway.common.crypto.openssl.AesGcm;
import io.slipway.common.crypto.openssl.LibCrypto;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SSHRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM as SSH uses it (RFC 5647), by the JDK while there is little to do, and by libcrypto once there is much: packets stand for
 * themselves, so that it can change between any two of them.
 */
final class BulkGcm extends GcmCipher {

    /** Bytes of all connections together from which on libcrypto pays. */
    private static final long MUCH = 4 << 20;

    private static final int NONCE = 12;
    private static final int COUNTER_AT = 4;

    private final AtomicLong seen;
    private byte[] key = {};
    private ByteBuffer nonce = ByteBuffer.allocate(NONCE);
    private @Nullable AesGcm fast;
    private boolean tried;

    private BulkGcm(int keyBytes, AtomicLong seen) {
        super(NONCE, AesGcm.TAG, keyBytes, "AES", "AES/GCM/NoPadding");
        this.seen = seen;
    }

    /** @param seen how many bytes all ciphers that share it have had */
    static Factory.Named<net.schmizz.sshj.transport.cipher.Cipher> factory(int keyBits, AtomicLong seen) {
        return new Factory.Named<>() {
            @Override
            public String getName() {
                return "aes" + keyBits + "-gcm@openssh.com";
            }

            @Override
            public net.schmizz.sshj.transport.cipher.Cipher create() {
                return new BulkGcm(keyBits / 8, seen);
            }
        };
    }

    @Override
    protected void initCipher(Cipher cipher, Mode direction, byte[] secret, byte[] iv)
            throws InvalidKeyException, InvalidAlgorithmParameterException {
        super.initCipher(cipher, direction, secret, iv);
        key = secret.clone();
        nonce = ByteBuffer.wrap(iv.clone());
        fast = null;
        tried = false;
    }

    @Override
    public void updateAAD(byte[] bytes, int offset, int length) {
        if (!tried && seen.get() >= MUCH) {
            tried = true;
            fast = LibCrypto.here()
                    .flatMap(lib -> lib.aesGcm(key, mode == Mode.Encrypt))
                    .orElse(null);
        }
        if (fast == null) {
            super.updateAAD(bytes, offset, length);
            return;
        }
        fast.begin(nonce.array());
        fast.authenticate(bytes, offset, length);
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        if (fast == null) {
            super.update(bytes, offset, length);
        } else {
            try {
                fast.finish(bytes, offset, length);
            } catch (GeneralSecurityException e) {
                throw new SSHRuntimeException("a packet was changed on its way", e);
            }
        }
        nonce.putLong(COUNTER_AT, nonce.getLong(COUNTER_AT) + 1);
        seen.addAndGet(length);
    }
}
