package io.slipway.netboot.dhcp;

import java.util.Arrays;
import java.util.Optional;

/** RFC 2132, section 9.6. */
enum MessageType {
    DISCOVER(1),
    OFFER(2),
    REQUEST(3),
    DECLINE(4),
    ACK(5),
    NAK(6),
    RELEASE(7),
    INFORM(8);

    private final int number;

    MessageType(int number) {
        this.number = number;
    }

    static Optional<MessageType> numbered(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    byte[] bytes() {
        return new byte[] {(byte) number};
    }
}
