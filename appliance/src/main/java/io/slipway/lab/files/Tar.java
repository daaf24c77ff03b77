package io.slipway.lab.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A tar of a few small regular files, in the ustar format (POSIX.1-1988): what a container engine unpacks into a node. */
public final class Tar {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final int CHECKSUM_AT = 148;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /**
     * @param name without a leading slash, at most 100 bytes
     * @param mode such as {@code 0600}
     * @param owner both user and group
     */
    public Tar file(String name, int mode, int owner, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        out.writeBytes(header(name, mode, owner, bytes.length));
        out.writeBytes(Arrays.copyOf(bytes, bytes.length + padding(bytes.length)));
        return this;
    }

    /** The archive so far and the header of a last file, whose content, {@link #padding} and two empty blocks the caller adds. */
    public byte[] startFile(String name, int mode, int owner, long size) {
        out.writeBytes(header(name, mode, owner, size));
        return out.toByteArray();
    }

    /** The archive, with the two empty blocks that end it. */
    public byte[] bytes() {
        byte[] content = out.toByteArray();
        return Arrays.copyOf(content, content.length + 2 * BLOCK);
    }

    private static byte[] header(String name, int mode, int owner, long size) {
        byte[] header = new byte[BLOCK];
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("too long for a ustar header: " + name);
        }
        put(header, 0, name);
        put(header, 100, octal(mode, 7));
        put(header, 108, octal(owner, 7));
        put(header, 116, octal(owner, 7));
        put(header, 124, octal(size, 11));
        put(header, 136, octal(0, 11));
        put(header, CHECKSUM_AT, " ".repeat(8));
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        put(header, CHECKSUM_AT, octal(sum, 6) + "\0 ");
        return header;
    }

    /** How many zero bytes follow a file of this size. */
    public static int padding(long size) {
        return (int) (-size & (BLOCK - 1));
    }

    private static String octal(long value, int digits) {
        return String.format("%0" + digits + "o", value);
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
