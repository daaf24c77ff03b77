package io.slipway.netboot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes inputs that are nearly right of ones that are: what is wrong all over is refused at the first byte, and tests nothing behind it. */
final class Mutate {

    private static final int[] TELLING = {0, 1, 2, 3, 4, 5, 63, 64, 127, 128, 192, 254, 255};
    private static final int LONGEST = 16 * 1024;

    private final List<byte[]> seeds;
    private final RandomGenerator random;

    Mutate(List<byte[]> seeds, RandomGenerator random) {
        this.seeds = seeds;
        this.random = random;
    }

    byte[] next() {
        byte[] bytes = seed().clone();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            bytes = once(bytes);
        }
        return bytes;
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private byte[] once(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(1, 24));
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(8)) {
            case 0 -> replaced(bytes, from, from, piece);
            case 1 -> replaced(bytes, from, to, new byte[0]);
            case 2 -> replaced(bytes, from, to, some());
            case 3 -> replaced(bytes, from, from, some());
            case 4 -> Arrays.copyOf(bytes, from);
            case 5 -> replaced(bytes, from, from, TELLING_TEXTS.get(random.nextInt(TELLING_TEXTS.size())));
            case 6 -> {
                byte[] other = seed();
                int start = random.nextInt(other.length + 1);
                int end = Math.min(other.length, start + random.nextInt(1, 200));
                yield replaced(bytes, from, to, Arrays.copyOfRange(other, start, end));
            }
            default -> {
                if (from < bytes.length) {
                    bytes[from] = random.nextBoolean()
                            ? (byte) TELLING[random.nextInt(TELLING.length)]
                            : (byte) (bytes[from] ^ 1 << random.nextInt(8));
                }
                yield bytes;
            }
        };
    }

    private static final List<byte[]> TELLING_TEXTS = List.of(
            "..".getBytes(UTF_8),
            "/".getBytes(UTF_8),
            "\\".getBytes(UTF_8),
            "\0".getBytes(UTF_8),
            "\u00ff\ud83d\ude80".getBytes(UTF_8),
            "99999999999999999999".getBytes(UTF_8),
            "-1".getBytes(UTF_8),
            "null".getBytes(UTF_8),
            "[[[[[[[[[[".getBytes(UTF_8),
            "{\"a\":".getBytes(UTF_8),
            "&a *a".getBytes(UTF_8),
            "%zz".getBytes(UTF_8),
            "data:;base64,".getBytes(UTF_8));

    private byte[] some() {
        byte[] bytes = new byte[random.nextInt(1, 16)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] with) {
        if (bytes.length - (to - from) + with.length > LONGEST) {
            return bytes;
        }
        byte[] all = Arrays.copyOf(bytes, bytes.length - (to - from) + with.length);
        System.arraycopy(with, 0, all, from, with.length);
        System.arraycopy(bytes, to, all, from + with.length, bytes.length - to);
        return all;
    }
}
