package io.slipway.netboot.dhcp;

import java.util.Optional;

/** In the order of their numbers, from 1 (RFC 2132, section 9.6). */
enum MessageType {
    DISCOVER,
    OFFER,
    REQUEST,
    DECLINE,
    ACK,
    NAK,
    RELEASE,
    INFORM;

    static Optional<MessageType> numbered(int number) {
        return number < 1 || number > values().length ? Optional.empty() : Optional.of(values()[number - 1]);
    }

    byte[] bytes() {
        return new byte[] {(byte) (ordinal() + 1)};
    }
}
