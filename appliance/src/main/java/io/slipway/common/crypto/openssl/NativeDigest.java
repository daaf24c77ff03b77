package io.slipway.common.crypto.openssl;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** A digest of libcrypto's, begun anew after each result as JCA wants it. */
final class NativeDigest extends MessageDigest {

    private static final int LONGEST = 64;

    private final LibCrypto.DigestCalls calls;
    private final MemorySegment type;
    private final MemorySegment context;
    private final MemorySegment length;

    NativeDigest(String algorithm, LibCrypto.DigestCalls calls, String name) {
        super(algorithm);
        this.calls = calls;
        Arena arena = Arena.ofAuto();
        try {
            this.type = (MemorySegment) calls.byName().invokeExact(arena.allocateFrom(name));
            this.context = ((MemorySegment) calls.create().invokeExact()).reinterpret(arena, calls.release());
            this.length = arena.allocate(JAVA_INT);
        } catch (Throwable e) {
            throw new NativeFailure(name, e);
        }
        engineReset();
    }

    @Override
    protected void engineUpdate(byte input) {
        engineUpdate(new byte[] {input}, 0, 1);
    }

    @Override
    protected void engineUpdate(byte[] input, int offset, int count) {
        update(MemorySegment.ofArray(input).asSlice(offset, count));
    }

    @Override
    protected void engineUpdate(ByteBuffer input) {
        update(MemorySegment.ofBuffer(input));
        input.position(input.limit());
    }

    private void update(MemorySegment data) {
        try {
            check((int) calls.update().invokeExact(context, data, data.byteSize()));
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure(getAlgorithm(), e);
        }
    }

    @Override
    protected byte[] engineDigest() {
        byte[] result = new byte[LONGEST];
        try {
            check((int) calls.end().invokeExact(context, MemorySegment.ofArray(result), length));
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure(getAlgorithm(), e);
        }
        engineReset();
        return Arrays.copyOf(result, length.get(JAVA_INT, 0));
    }

    @Override
    protected void engineReset() {
        try {
            check((int) calls.init().invokeExact(context, type, NULL));
        } catch (NativeFailure e) {
            throw e;
        } catch (Throwable e) {
            throw new NativeFailure(getAlgorithm(), e);
        }
    }

    private void check(int answer) {
        if (answer != 1) {
            throw new NativeFailure(getAlgorithm(), null);
        }
    }
}
