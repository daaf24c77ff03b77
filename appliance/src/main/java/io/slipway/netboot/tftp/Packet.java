package io.slipway.netboot.tftp;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A packet of TFTP (RFC 1350, section 5, and RFC 2347). Names and messages are the bytes of the packet as ISO 8859-1, so that none is
 * lost.
 */
sealed interface Packet {

    /** How the bytes of a file are sent. */
    enum Mode {
        /** As they are. */
        OCTET,
        /** With the line ends of a network terminal (RFC 764). */
        NETASCII;

        static Optional<Mode> named(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "octet" -> Optional.of(OCTET);
                case "netascii" -> Optional.of(NETASCII);
                default -> Optional.empty();
            };
        }
    }

    /** @param options in the client's order and spelling; of two with the same name, the first */
    record ReadRequest(String file, String mode, SequencedMap<String, String> options) implements Packet {
        public ReadRequest {
            options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
        }
    }

    record WriteRequest(String file) implements Packet {}

    /** @param block the last 16 bits of its number */
    record Data(int block, ByteBuffer content) implements Packet {}

    /** @param block the last 16 bits of its number; 0 accepts the options */
    record Acknowledgement(int block) implements Packet {}

    record Failure(ErrorCode code, String message) implements Packet {}

    record OptionsAccepted(SequencedMap<String, String> options) implements Packet {
        public OptionsAccepted {
            options = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(options));
        }
    }
}
