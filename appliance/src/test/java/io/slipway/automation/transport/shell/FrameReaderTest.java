package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {

    private static final String MARK = "~0123456789abcdef0123456789abcdef";

    @Test
    void findsTheMarkHoweverTheBytesArrive() throws IOException {
        String almost = MARK.substring(0, MARK.length() - 1);
        for (String before :
                new String[] {"", "x", "~", almost, almost + almost, MARK.substring(1), "~~~", "ab\0\377"}) {
            for (int piece = 1; piece <= 40; piece++) {
                FrameReader reader = new FrameReader(pieces((before + MARK + " 0\nafter").getBytes(ISO_8859_1), piece));
                ByteArrayOutputStream found = new ByteArrayOutputStream();

                assertTrue(reader.copyUntil(found, MARK.getBytes(ISO_8859_1)), before);
                assertEquals(before, found.toString(ISO_8859_1));
                assertEquals(" 0", reader.line());
                assertEquals('a', reader.next());
            }
        }
    }

    @Test
    void whatEndsWithoutTheMarkIsCopiedWhole() throws IOException {
        String text = "some text " + MARK.substring(0, 20);
        ByteArrayOutputStream found = new ByteArrayOutputStream();

        assertFalse(new FrameReader(pieces(text.getBytes(ISO_8859_1), 7)).copyUntil(found, MARK.getBytes(ISO_8859_1)));
        assertEquals(text, found.toString(ISO_8859_1));
    }

    @Test
    void passesOnWhatCannotBeTheMarkBeforeMoreArrives() throws IOException {
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        InputStream in = new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new AssertionError("blocks are read");
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (at++ == 0) {
                    byte[] first = "now~01".getBytes(ISO_8859_1);
                    System.arraycopy(first, 0, bytes, offset, first.length);
                    return first.length;
                }
                assertEquals("now", found.toString(ISO_8859_1));
                return -1;
            }
        };

        assertFalse(new FrameReader(in).copyUntil(found, MARK.getBytes(ISO_8859_1)));
        assertEquals("now~01", found.toString(ISO_8859_1));
    }

    @Test
    void muchPassesThroughWhole() throws IOException {
        byte[] much = new byte[1 << 20];
        new Random(7).nextBytes(much);
        byte[] all = Arrays.copyOf(much, much.length + MARK.length());
        System.arraycopy(MARK.getBytes(ISO_8859_1), 0, all, much.length, MARK.length());
        ByteArrayOutputStream found = new ByteArrayOutputStream();

        assertTrue(new FrameReader(new ByteArrayInputStream(all)).copyUntil(found, MARK.getBytes(ISO_8859_1)));
        assertArrayEquals(much, found.toByteArray());
    }

    /** A stream that gives a few bytes at a time. */
    private static InputStream pieces(byte[] all, int most) {
        return new ByteArrayInputStream(all) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                return super.read(bytes, offset, Math.min(length, most));
            }
        };
    }
}
