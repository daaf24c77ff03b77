package io.slipway.automation.transport;

import java.nio.file.Path;

/** What an exchange feeds to the script's standard input. */
public sealed interface Payload {

    Payload EMPTY = new Bytes(new byte[0]);

    long size();

    record Bytes(byte[] content) implements Payload {
        @Override
        public long size() {
            return content.length;
        }

        /** Whether it passes through the variables of every shell: control characters other than tab and line feed do not. */
        public boolean plainText() {
            for (byte b : content) {
                if ((b >= 0 && b < ' ' && b != '\t' && b != '\n') || b == 0x7f) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A file on this side, streamed; it must not change its size meanwhile. */
    record FileContent(Path file, long size) implements Payload {}
}
