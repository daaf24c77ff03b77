package io.slipway.automation.module.containers;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a container printed, as the engine sends it: frames of one byte for the stream, three zero bytes, a length of four bytes, and the
 * output; or the bare output where the container has a terminal.
 */
final class OutputFrames {

    private static final int HEADER = 8;

    private OutputFrames() {}

    static String text(byte[] sent, boolean terminal) {
        if (terminal) {
            return new String(sent, StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(sent);
        while (in.remaining() >= HEADER) {
            int length = in.getInt(in.position() + 4);
            in.position(in.position() + HEADER);
            byte[] part = new byte[Math.clamp(length, 0, in.remaining())];
            in.get(part);
            text.writeBytes(part);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
