package io.slipway.automation.transport.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Payload;
import java.io.ByteArrayOutputStream;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;

class PayloadSenderTest {

    private static final int SIZE = 5 << 20;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private void send(int abandonedAt) throws Exception {
        PayloadSender.send(new Payload.Bytes(new byte[SIZE]), out, () -> false, () -> out.size() >= abandonedAt);
    }

    @Test
    void putsNothingMoreInTheWayOnceNobodyWaits() {
        assertThrows(InterruptedIOException.class, () -> send(1 << 20));
        assertTrue(out.size() < (1 << 20) + (1 << 17), () -> out.size() + " bytes were sent");
    }

    @Test
    void sendsAllWhileSomebodyWaits() throws Exception {
        send(Integer.MAX_VALUE);
        assertEquals("65536 80\n0 0\n".length() + SIZE, out.size());
    }
}
