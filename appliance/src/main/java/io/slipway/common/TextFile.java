package io.slipway.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that people write: UTF-8, strictly, and bounded in size. */
public final class TextFile {

    /** No larger file is read. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    private TextFile() {}

    /** Says why a file could not be read, with the place in it where that can be told. */
    public static final class UnreadableException extends ProblemException {
        UnreadableException(Problem problem, Throwable cause) {
            super(problem, cause);
        }
    }

    /**
     * The text without a byte order mark.
     *
     * @throws UnreadableException when it is not there, may not be read, is larger than 64 MiB, or is not UTF-8
     */
    public static String read(Path file) {
        try {
            return decoded(file, bytes(file));
        } catch (IOException e) {
            throw new UnreadableException(
                    Problem.of("cannot read this file")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** What says nothing of its size, such as a device, is not read for ever either. */
    private static byte[] bytes(Path file) throws IOException {
        IOException tooLarge = new IOException("it is larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
        if (Files.size(file) > MAX_BYTES) {
            throw tooLarge;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw tooLarge;
            }
            return bytes;
        }
    }

    private static String decoded(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            String text = decoder.decode(in).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableException(
                    Problem.of("this file is not valid UTF-8")
                            .at(position(file, bytes, in.position()))
                            .because("byte 0x%02x cannot stand here".formatted(bytes[in.position()] & 0xff)),
                    e);
        }
    }

    /** Where what the file holds is no UTF-8 any more. */
    public static Position damage(Path file, byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        return position(file, bytes, in.position());
    }

    private static Position position(Path file, byte[] bytes, int offset) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < offset; i++) {
            if (bytes[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String before = new String(bytes, lineStart, offset - lineStart, StandardCharsets.UTF_8);
        return new Position(file.toString(), line, before.length() + 1);
    }
}
