package io.slipway.common.template;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of Python's {@code random.Random(seed)}: content seeds it with a host's name so that a host always gets the same one.
 *
 * <p>Source: Matsumoto and Nishimura, "Mersenne Twister", 1998, initialised by array.
 */
public final class PythonRandom {

    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int at = N;

    /** @param seed a string or an integer */
    public PythonRandom(@Nullable Object seed) {
        BigInteger number = number(seed);
        int words = Math.max(1, (number.bitLength() + 31) / 32);
        int[] key = new int[words];
        for (int i = 0; i < words; i++) {
            key[i] = number.shiftRight(32 * i).intValue();
        }
        initialise(key);
    }

    private static BigInteger number(@Nullable Object seed) {
        if (seed instanceof String s) {
            byte[] text = s.getBytes(StandardCharsets.UTF_8);
            byte[] digest = sha512(text);
            byte[] all = new byte[text.length + digest.length];
            System.arraycopy(text, 0, all, 0, text.length);
            System.arraycopy(digest, 0, all, text.length, digest.length);
            return new BigInteger(1, all);
        }
        if (seed instanceof Boolean || Python.isInteger(seed)) {
            return Numbers.big(java.util.Objects.requireNonNull(seed)).abs();
        }
        throw TemplateException.of("a seed is a string or an integer, not " + Python.typeName(seed));
    }

    private static byte[] sha512(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-512", e);
        }
    }

    private void initialise(int[] key) {
        state[0] = 19650218;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
        int i = 1;
        int j = 0;
        for (int k = Math.max(N, key.length); k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1664525)) + key[j] + j;
            i = next(i);
            j = (j + 1) % key.length;
        }
        for (int k = N - 1; k > 0; k--) {
            state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >>> 30)) * 1566083941)) - i;
            i = next(i);
        }
        state[0] = 0x80000000;
    }

    private int next(int i) {
        if (i + 1 < N) {
            return i + 1;
        }
        state[0] = state[N - 1];
        return 1;
    }

    private int bits32() {
        if (at >= N) {
            for (int k = 0; k < N; k++) {
                int y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff);
                state[k] = state[(k + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
            }
            at = 0;
        }
        int y = state[at++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private long bits(int count) {
        if (count <= 32) {
            return (bits32() & 0xffffffffL) >>> (32 - count);
        }
        long low = bits32() & 0xffffffffL;
        long high = (bits32() & 0xffffffffL) >>> (64 - count);
        return (high << 32) | low;
    }

    /** A number from 0 to below the bound. */
    public long below(long bound) {
        int count = 64 - Long.numberOfLeadingZeros(bound);
        long number = bits(count);
        while (number >= bound) {
            number = bits(count);
        }
        return number;
    }
}
