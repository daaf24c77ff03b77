package io.slipway.common;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files that people write: UTF-8, strictly, and bounded in size. */
public final class TextFile {

    private static final long MAX_BYTES = 64L * 1024 * 1024;

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
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES / 1024 / 1024 + " MiB");
            }
            return decoded(file, Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UnreadableException(
                    Problem.of("cannot read this file")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
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
