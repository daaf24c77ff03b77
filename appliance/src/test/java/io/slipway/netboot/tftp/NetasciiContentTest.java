package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class NetasciiContentTest {

    private static final String TEXT = "one\ntwo\r\nthree\r\n\n\r" + "x".repeat(5000) + "\n";
    private static final String SENT = "one\r\ntwo\r\0\r\nthree\r\0\r\n\r\n\r\0" + "x".repeat(5000) + "\r\n";

    /** A pair may be divided between two blocks. */
    @Test
    void lineEndsAreThoseOfATerminalInBlocksOfAnySize() throws IOException {
        for (int size = 1; size < 20; size++) {
            Content content = new NetasciiContent(Content.of(TEXT.getBytes(US_ASCII)));
            StringBuilder sent = new StringBuilder();
            ByteBuffer block = ByteBuffer.allocate(size);
            do {
                content.read(block.clear());
                sent.append(US_ASCII.decode(block.duplicate().flip()));
            } while (!block.hasRemaining());
            assertEquals(SENT, sent.toString());
        }
    }

    @Test
    void itsSizeIsNotKnownBefore() {
        assertEquals(Content.UNKNOWN, new NetasciiContent(Content.of(new byte[3])).size());
    }
}
