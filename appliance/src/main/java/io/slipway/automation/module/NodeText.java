package io.slipway.automation.module;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * Text from a node that may not be UTF-8, such as file names. A byte that is not part of valid UTF-8 becomes the lone surrogate
 * U+DC00 + byte, as Python's {@code surrogateescape} has it (PEP 383), and comes back as that byte.
 */
public final class NodeText {

    private NodeText() {}

    public static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (0xDC00 + (in.get() & 0xFF)));
            }
            decoder.reset();
        }
        return out.flip().toString();
    }

    public static byte[] encode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            if (escapedByte(text, i)) {
                out.writeBytes(text.substring(done, i).getBytes(StandardCharsets.UTF_8));
                out.write(text.charAt(i) - 0xDC00);
                done = i + 1;
            }
        }
        out.writeBytes(text.substring(done).getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    /** Whether no character of it stands for a byte that was not UTF-8. */
    public static boolean isUtf8(String text) {
        return IntStream.range(0, text.length()).noneMatch(i -> escapedByte(text, i));
    }

    /** Whether the character at {@code i} stands for a byte that was not UTF-8. */
    static boolean escapedByte(String text, int i) {
        char c = text.charAt(i);
        return c >= 0xDC80 && c <= 0xDCFF && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
