package io.slipway.netboot.tftp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;

/**
 * A socket for UDP that is connected to one client, so that packets of others never reach it. Java's own takes two calls of the kernel to wait
 * for an answer with a time limit, and one for each packet; this one calls the C library, and takes one call for an answer and one for a whole
 * window of packets ({@code UDP_SEGMENT}). Linux on 64 bits; see socket(7) and udp(7). Used by one thread.
 */
final class ClientSocket implements AutoCloseable {

    /** What the kernel takes in one call: 64 packets, and in all what UDP counts in 16 bits, less headers. */
    private static final int MOST_PACKETS = 64;

    private static final int MOST_BYTES = 65_000;

    private static final int LARGEST_ANSWER = 1024;
    private static final int LARGEST_NAME = 28;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SOL_UDP = 17;
    private static final int UDP_SEGMENT = 103;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ECONNREFUSED = 111;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CONNECT = function("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECV = function("recv", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle SEND = function("send", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment scratch = arena.allocate(LARGEST_ANSWER, Long.BYTES);
    private final MemorySegment received = arena.allocate(LARGEST_ANSWER);
    private final ByteBuffer answer = received.asByteBuffer();
    private int descriptor = -1;
    private long waiting;
    private int segment;
    private boolean alone;

    private ClientSocket() {}

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    /** @param local whose address packets come from; their port is any that is free */
    static ClientSocket open(InetSocketAddress local, InetSocketAddress client) throws IOException {
        ClientSocket socket = new ClientSocket();
        try {
            int family = local.getAddress() instanceof Inet6Address ? AF_INET6 : AF_INET;
            socket.descriptor =
                    (int) socket.call(state -> (int) SOCKET.invokeExact(state, family, SOCK_DGRAM_CLOEXEC, 0));
            int size = socket.name(local, 0);
            socket.call(state -> (int) BIND.invokeExact(state, socket.descriptor, socket.scratch, size));
            socket.name(client, client.getPort());
            socket.call(state -> (int) CONNECT.invokeExact(state, socket.descriptor, socket.scratch, size));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Writes an address as the kernel takes it, and returns its size. */
    private int name(InetSocketAddress address, int port) {
        scratch.fill((byte) 0);
        ByteBuffer name = scratch.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        name.putShort(2, (short) port);
        byte[] bytes = address.getAddress().getAddress();
        if (address.getAddress() instanceof Inet6Address its) {
            scratch.set(JAVA_SHORT, 0, (short) AF_INET6);
            name.put(8, bytes);
            scratch.set(JAVA_INT, 24, its.getScopeId());
            return LARGEST_NAME;
        }
        scratch.set(JAVA_SHORT, 0, (short) AF_INET);
        name.put(4, bytes);
        return 16;
    }

    /** How many packets of a size are best handed over together. */
    int atOnce(int packet) {
        return alone ? 1 : Math.clamp(MOST_BYTES / packet, 1, MOST_PACKETS);
    }

    /**
     * Sends packets that lie one behind the other, not more than {@link #atOnce} says.
     *
     * @param each the size of each but the last, which may be shorter
     */
    void send(ByteBuffer packets, int each) throws IOException {
        if (packets.remaining() <= each || alone) {
            sendEach(packets, each);
            return;
        }
        try {
            segment(each);
            send(packets);
        } catch (PortUnreachableException e) {
            throw e;
        } catch (IOException e) {
            // A network card or a tunnel that cannot cut them apart, or a kernel before 4.18.
            alone = true;
            segment(0);
            sendEach(packets, each);
        }
    }

    private void sendEach(ByteBuffer packets, int each) throws IOException {
        if (each > segment) {
            segment(0);
        }
        for (int at = packets.position(); at < packets.limit(); at += each) {
            send(packets.slice(at, Math.min(each, packets.limit() - at)));
        }
    }

    private void segment(int size) throws IOException {
        if (segment != size) {
            segment = size;
            scratch.set(JAVA_INT, 0, size);
            set(SOL_UDP, UDP_SEGMENT, Integer.BYTES);
        }
    }

    private void set(int level, int option, int size) throws IOException {
        call(state -> (int) SETSOCKOPT.invokeExact(state, descriptor, level, option, scratch, size));
    }

    private void send(ByteBuffer bytes) throws IOException {
        MemorySegment given = MemorySegment.ofBuffer(bytes);
        MemorySegment sent = given.isNative() ? given : scratch.copyFrom(given).asSlice(0, given.byteSize());
        call(state -> (long) SEND.invokeExact(state, descriptor, sent, sent.byteSize(), 0));
    }

    /** What the client sends next, good until the next call; nothing when nothing came for so long. */
    Optional<ByteBuffer> receive(Duration patience) throws IOException {
        if (waiting != patience.toNanos()) {
            waiting = patience.toNanos();
            scratch.set(JAVA_LONG, 0, patience.toSeconds());
            scratch.set(
                    JAVA_LONG, Long.BYTES, Math.max(patience.toNanosPart() / 1000, patience.toSeconds() == 0 ? 1 : 0));
            set(SOL_SOCKET, SO_RCVTIMEO, 2 * Long.BYTES);
        }
        try {
            long size = call(state -> (long) RECV.invokeExact(state, descriptor, received, (long) LARGEST_ANSWER, 0));
            return Optional.of(answer.clear().limit((int) size));
        } catch (Nothing e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try (arena) {
            if (descriptor >= 0) {
                call(state -> (int) CLOSE.invokeExact(state, descriptor));
            }
        }
    }

    private static final class Nothing extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private interface Function {
        long call(MemorySegment state) throws Throwable;
    }

    private long call(Function function) throws IOException {
        try {
            while (true) {
                long result = function.call(state);
                if (result >= 0) {
                    return result;
                }
                int error = (int) ERRNO.get(state, 0L);
                if (error != EINTR) {
                    throw failure(error);
                }
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C library throws nothing", e);
        }
    }

    private static IOException failure(int error) throws Throwable {
        if (error == EAGAIN) {
            return new Nothing();
        }
        MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
        String words = text.reinterpret(256).getString(0);
        return error == ECONNREFUSED ? new PortUnreachableException(words) : new IOException(words);
    }
}
