package io.slipway.netboot.dhcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** Options between bytes and values: long ones in pieces (RFC 3396), and in more fields than one (RFC 2132, section 9.3). */
final class OptionArea {

    private static final int LONGEST_PIECE = 255;

    private OptionArea() {}

    /** Adds what stands in a field to what was read before. That the end is not marked is forgiven. */
    static Options read(ByteBuffer field, Options before) {
        Options options = before;
        ByteBuffer in = field.duplicate();
        while (in.hasRemaining()) {
            int code = Byte.toUnsignedInt(in.get());
            if (code == Option.END) {
                break;
            }
            if (code != Option.PAD) {
                int length = in.hasRemaining() ? Byte.toUnsignedInt(in.get()) : LONGEST_PIECE;
                if (length > in.remaining()) {
                    throw DhcpException.malformed("option " + code + " is longer than the message");
                }
                byte[] value = new byte[length];
                in.get(value);
                options = options.append(code, value);
            }
        }
        return options;
    }

    /** Writes all into one field; says whether they fit. */
    static boolean write(Options options, ByteBuffer field) {
        int needed = 1 + size(options);
        if (needed > field.remaining()) {
            return false;
        }
        options.forEach((code, value) -> {
            if (code != Option.RELAY_AGENT) {
                pieces(code, value, field);
            }
        });
        options.bytes(Option.RELAY_AGENT).ifPresent(value -> pieces(Option.RELAY_AGENT, value, field));
        field.put((byte) Option.END);
        return true;
    }

    private static int size(Options options) {
        int[] size = {0};
        options.forEach((code, value) -> size[0] += sizeOf(value));
        return size[0];
    }

    private static int sizeOf(byte[] value) {
        return value.length + 2 * Math.max(1, (value.length + LONGEST_PIECE - 1) / LONGEST_PIECE);
    }

    private static void pieces(int code, byte[] value, ByteBuffer field) {
        int from = 0;
        do {
            int length = Math.min(LONGEST_PIECE, value.length - from);
            field.put((byte) code).put((byte) length).put(value, from, length);
            from += length;
        } while (from < value.length);
    }

    /**
     * Writes what fits into the first field, and the rest into the others. What a relay agent is to get back must stand in the first, since it
     * looks nowhere else.
     *
     * @param which of the other fields are used, as the message says it
     */
    static boolean write(Options options, int which, ByteBuffer first, List<ByteBuffer> others) {
        byte[] relay = options.bytes(Option.RELAY_AGENT).orElse(new byte[0]);
        int kept = options.has(Option.RELAY_AGENT) ? sizeOf(relay) : 0;
        if (first.remaining() < 4 + kept) {
            return false;
        }
        first.put((byte) Option.OVERLOAD).put((byte) 1).put((byte) which);
        Filling filling = new Filling(first, kept + 1, others);
        options.forEach((code, value) -> {
            if (code != Option.RELAY_AGENT) {
                filling.add(code, value);
            }
        });
        filling.finish();
        if (kept > 0) {
            pieces(Option.RELAY_AGENT, relay, first);
        }
        first.put((byte) Option.END);
        return filling.fitted;
    }

    /** Fields that are filled one after the other, so that pieces are found again in their order. */
    private static final class Filling {
        private final List<ByteBuffer> others;
        private ByteBuffer field;
        private int kept;
        private int used;
        private boolean fitted = true;

        Filling(ByteBuffer first, int kept, List<ByteBuffer> others) {
            this.field = first;
            this.kept = kept;
            this.others = others;
        }

        void add(int code, byte[] value) {
            int from = 0;
            do {
                int room = Math.min(LONGEST_PIECE, field.remaining() - kept - 2);
                int length = Math.min(room, value.length - from);
                if (room < 0 || (length == 0 && value.length > 0)) {
                    if (!next()) {
                        return;
                    }
                } else {
                    pieces(code, Arrays.copyOfRange(value, from, from + length), field);
                    from += length;
                    if (from == value.length) {
                        return;
                    }
                }
            } while (true);
        }

        void finish() {
            if (used > 0 && fitted) {
                field.put((byte) Option.END);
            }
            others.subList(used, others.size()).forEach(unused -> unused.put((byte) Option.END));
        }

        private boolean next() {
            if (used > 0) {
                field.put((byte) Option.END);
            }
            if (used == others.size()) {
                fitted = false;
                field = ByteBuffer.allocate(1 << 16);
                return false;
            }
            field = others.get(used);
            used++;
            kept = 1;
            return true;
        }
    }
}
