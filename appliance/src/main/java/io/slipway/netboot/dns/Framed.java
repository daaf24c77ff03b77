package io.slipway.netboot.dns;

import java.nio.ByteBuffer;

/** A message as it goes over TCP, its length before it (RFC 1035, section 4.2.2). */
final class Framed {

    private Framed() {}

    static byte[] of(byte[] message) {
        return ByteBuffer.allocate(2 + message.length)
                .putShort((short) message.length)
                .put(message)
                .array();
    }
}
