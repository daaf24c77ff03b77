package io.slipway.common.crypto.openssl;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;

/** AES in Galois/Counter Mode, in place, with one key and in one direction. For one thread at a time. */
public final class AesGcm {

    /** Bytes of the tag behind the data. */
    public static final int TAG = 16;

    private static final int GET_TAG = 0x10;
    private static final int SET_TAG = 0x11;

    private final LibCrypto.CipherCalls calls;
    private final boolean encrypt;
    private final MemorySegment context;
    private final MemorySegment written;

    AesGcm(LibCrypto.CipherCalls calls, byte[] key, boolean encrypt) {
        this.calls = calls;
        this.encrypt = encrypt;
        Arena arena = Arena.ofAuto();
        try {
            this.context = ((MemorySegment) calls.create().invokeExact()).reinterpret(arena, calls.release());
            this.written = arena.allocate(JAVA_INT);
            MemorySegment type = (MemorySegment) (key.length == 16 ? calls.aes128() : calls.aes256()).invokeExact();
            check(
                    (int) calls.init()
                            .invokeExact(context, type, NULL, MemorySegment.ofArray(key), NULL, encrypt ? 1 : 0),
                    "a key of " + key.length + " bytes");
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure("AES-GCM", e);
        }
    }

    /** Begins a message. */
    public void begin(byte[] nonce) {
        try {
            check(
                    (int) calls.init()
                            .invokeExact(context, NULL, NULL, NULL, MemorySegment.ofArray(nonce), encrypt ? 1 : 0),
                    "a nonce");
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure("a nonce", e);
        }
    }

    /** Takes what is not encrypted but counts for the tag. */
    public void authenticate(byte[] bytes, int offset, int length) {
        update(NULL, part(bytes, offset, length));
    }

    /**
     * Encrypts {@code length} bytes and puts the tag behind them, or decrypts them and looks at the tag behind them.
     *
     * @throws AEADBadTagException if it is not the right one: nothing of it may be believed
     */
    public void finish(byte[] bytes, int offset, int length) throws GeneralSecurityException {
        MemorySegment data = part(bytes, offset, length);
        MemorySegment tag = part(bytes, offset + length, TAG);
        update(data, data);
        try {
            if (!encrypt) {
                check((int) calls.control().invokeExact(context, SET_TAG, TAG, tag), "a tag");
            }
            if ((int) calls.end().invokeExact(context, tag, written) != 1) {
                throw new AEADBadTagException("the tag is wrong");
            }
            if (encrypt) {
                check((int) calls.control().invokeExact(context, GET_TAG, TAG, tag), "to tell the tag");
            }
        } catch (NativeFailure | AEADBadTagException e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure("a tag", e);
        }
    }

    private void update(MemorySegment to, MemorySegment from) {
        try {
            check((int) calls.update().invokeExact(context, to, written, from, (int) from.byteSize()), "data");
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure("data", e);
        }
    }

    private static MemorySegment part(byte[] bytes, int offset, int length) {
        return MemorySegment.ofArray(bytes).asSlice(offset, length);
    }

    private static void check(int answer, String call) {
        if (answer != 1) {
            throw new NativeFailure(call, null);
        }
    }
}
