package io.slipway.netboot.dhcp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.slipway.common.network.IpAddress;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A socket for UDP that hears and speaks at one network interface alone, broadcasts included. Java's own cannot be bound to an interface
 * ({@code SO_BINDTODEVICE}), so this one calls the C library. Linux on 64 bits; see socket(7) and ip(7).
 */
final class BoundSocket implements AutoCloseable {

    private static final int AF_INET = 2;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_BROADCAST = 6;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_BINDTODEVICE = 25;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ADDRESS_SIZE = 16;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final MethodHandle SETSOCKOPT =
            function("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle BIND = function("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle RECVFROM =
            function("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    private static final MethodHandle SENDTO =
            function("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle CLOSE = function("close", JAVA_INT, JAVA_INT);
    private static final MethodHandle STRERROR = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("strerror"), FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private static final int LARGEST = 4096;

    /** Of what waits to be received, as the kernel counts it: a thousand machines that are powered on at once. */
    private static final int WAITING = 4 * 1024 * 1024;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(LARGEST);
    private final MemorySegment from = arena.allocate(ADDRESS_SIZE);
    private final MemorySegment fromSize = arena.allocate(JAVA_INT);

    private BoundSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    private static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters),
                Linker.Option.captureCallState("errno"));
    }

    /** What arrived, and from where. */
    record Received(ByteBuffer bytes, IpAddress sender, int port) {}

    /** @param waiting milliseconds until {@link #receive} returns without anything */
    static BoundSocket open(String network, int port, int waiting) throws IOException {
        int descriptor = (int) call(state -> (int) SOCKET.invokeExact(state, AF_INET, SOCK_DGRAM_CLOEXEC, 0));
        BoundSocket socket = new BoundSocket(descriptor);
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment yes = scratch.allocateFrom(JAVA_INT, 1);
            socket.set(SO_REUSEADDR, yes);
            socket.set(SO_BROADCAST, yes);
            socket.holdMuch(scratch.allocateFrom(JAVA_INT, WAITING));
            socket.set(SO_RCVTIMEO, scratch.allocateFrom(JAVA_LONG, waiting / 1000, waiting % 1000 * 1000L));
            socket.set(SO_BINDTODEVICE, scratch.allocateFrom(network, StandardCharsets.US_ASCII));
            MemorySegment any = address(scratch, Wire.NONE, port);
            call(state -> (int) BIND.invokeExact(state, descriptor, any, ADDRESS_SIZE));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void holdMuch(MemorySegment size) throws IOException {
        set(SO_RCVBUF, size);
        try {
            set(SO_RCVBUFFORCE, size);
        } catch (IOException withoutCapNetAdmin) {
            // It has what net.core.rmem_max allows.
            return;
        }
    }

    private void set(int option, MemorySegment value) throws IOException {
        int size = (int) value.byteSize();
        call(state -> (int) SETSOCKOPT.invokeExact(state, descriptor, SOL_SOCKET, option, value, size));
    }

    private static MemorySegment address(Arena arena, IpAddress address, int port) {
        MemorySegment segment = arena.allocate(ADDRESS_SIZE);
        segment.set(JAVA_SHORT, 0, (short) AF_INET);
        segment.asByteBuffer()
                .order(ByteOrder.BIG_ENDIAN)
                .putShort(2, (short) port)
                .put(4, Wire.bytes(address));
        return segment;
    }

    /** The next datagram; nothing when none came in time. What it holds is good until the next call. */
    Optional<Received> receive() throws IOException {
        return receive(0);
    }

    /** As {@link #receive}, but for what is there already. */
    Optional<Received> receiveAtOnce() throws IOException {
        return receive(MSG_DONTWAIT);
    }

    private Optional<Received> receive(int flags) throws IOException {
        fromSize.set(JAVA_INT, 0, ADDRESS_SIZE);
        long size;
        try {
            size = call(state ->
                    (long) RECVFROM.invokeExact(state, descriptor, buffer, (long) LARGEST, flags, from, fromSize));
        } catch (Interruption e) {
            return Optional.empty();
        }
        ByteBuffer sender = from.asByteBuffer().order(ByteOrder.BIG_ENDIAN);
        return Optional.of(new Received(
                buffer.asByteBuffer().limit((int) size),
                Wire.address(sender.slice(4, 4)),
                Short.toUnsignedInt(sender.getShort(2))));
    }

    void send(ByteBuffer bytes, IpAddress to, int port) throws IOException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment copy = scratch.allocate(bytes.remaining());
            copy.asByteBuffer().put(bytes.duplicate());
            MemorySegment address = address(scratch, to, port);
            call(state ->
                    (long) SENDTO.invokeExact(state, descriptor, copy, copy.byteSize(), 0, address, ADDRESS_SIZE));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            call(state -> (int) CLOSE.invokeExact(state, descriptor));
        } finally {
            arena.close();
        }
    }

    /** Nothing came, or a signal did. */
    private static final class Interruption extends IOException {}

    private interface Function {
        long call(MemorySegment state) throws Throwable;
    }

    private static long call(Function function) throws IOException {
        try (Arena scratch = Arena.ofConfined()) {
            MemorySegment state = scratch.allocate(STATE);
            long result = function.call(state);
            if (result < 0) {
                int error = (int) ERRNO.get(state, 0L);
                throw error == EAGAIN || error == EINTR ? new Interruption() : new IOException(text(error));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C library throws nothing", e);
        }
    }

    private static String text(int error) throws Throwable {
        MemorySegment text = (MemorySegment) STRERROR.invokeExact(error);
        return text.reinterpret(256).getString(0);
    }
}
