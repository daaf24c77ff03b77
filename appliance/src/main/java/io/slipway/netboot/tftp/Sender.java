package io.slipway.netboot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of one transfer, without a network or a clock: told what arrived, it says what is to be sent.
 *
 * <p>Blocks are counted from 1 without end; on the wire their numbers roll over to 0 after 65535. What was sent and not acknowledged is kept,
 * so that it can be sent again while the content is read only once.
 */
final class Sender {

    private static final int WIRE = 0xffff;
    private static final int DEPTH = WIRE + 1;

    private final Terms terms;
    private final Content content;
    private final int packetSize;
    private final ByteBuffer ring;

    private boolean accepted;
    private boolean greeted;
    /** The first block that was not acknowledged. */
    private long base = 1;
    /** The block to be sent next. */
    private long next = 1;
    /** The last one that was read. */
    private long filled;

    private long last = Long.MAX_VALUE;
    private int lastSize;
    private boolean repeated;
    private long sent;

    Sender(Terms terms, Content content) {
        this.terms = terms;
        this.content = content;
        this.accepted = terms.accepted().isEmpty();
        this.packetSize = PacketCodec.HEADER + terms.blockSize();
        this.ring = ByteBuffer.allocateDirect(terms.window() * packetSize);
    }

    /** The size of each packet that comes next but the last. */
    int packetSize() {
        return accepted ? packetSize : Integer.MAX_VALUE;
    }

    /**
     * Packets to send now, one behind the other, to be used before the next call; {@code null} when it is the client's turn.
     *
     * @param most how many of them there are at most
     */
    @Nullable
    ByteBuffer next(int most) throws IOException {
        if (!accepted) {
            if (greeted) {
                return null;
            }
            greeted = true;
            return PacketCodec.write(new Packet.OptionsAccepted(terms.accepted()));
        }
        int start = place(next);
        int end = start;
        for (int i = 0; i < most && next <= last && next < base + terms.window() && place(next) == end; i++) {
            if (next > filled) {
                fill(end);
            }
            end += next == last ? lastSize : packetSize;
            next++;
        }
        return start == end ? null : ring.slice(start, end - start);
    }

    /** A window begins where the memory does, as long as windows are acknowledged whole. */
    private int place(long block) {
        return (int) ((block - 1) % terms.window()) * packetSize;
    }

    private void fill(int place) throws IOException {
        ByteBuffer packet = ring.slice(place, packetSize);
        PacketCodec.header(packet, next);
        content.read(packet);
        filled = next;
        sent += packet.position() - PacketCodec.HEADER;
        if (packet.hasRemaining()) {
            last = next;
            lastSize = packet.position();
        }
    }

    /**
     * The client has everything up to a block. If that is less than was sent, the rest is sent again. An acknowledgement that says nothing new
     * means, with windows, that the first packet of one was lost (RFC 7440, section 4), and sends it again, once; without, it must not make
     * anything be sent, or each packet would travel twice from then on (RFC 1123, section 4.2.3.1).
     *
     * @param block the last 16 bits of its number
     * @return whether this is progress
     */
    boolean acknowledged(int block) {
        if (!accepted) {
            accepted = greeted && block == 0;
            return accepted;
        }
        long ahead = Math.floorMod(block - (base - 1), (long) DEPTH);
        if (ahead == 0) {
            if (terms.window() > 1 && !repeated && next > base) {
                repeated = true;
                next = base;
            }
            return false;
        }
        if (base - 1 + ahead >= next) {
            return false;
        }
        base += ahead;
        next = base;
        repeated = false;
        return true;
    }

    /** Nothing came for too long. */
    void timedOut() {
        greeted = false;
        next = base;
    }

    /** The client has acknowledged the last block. */
    boolean done() {
        return base > last;
    }

    /** Bytes of the content that were sent, each counted once. */
    long sent() {
        return sent;
    }

    /** Only the acknowledgement of the last block is missing: many a client boots without sending it. */
    boolean allSent() {
        return filled >= last;
    }
}
