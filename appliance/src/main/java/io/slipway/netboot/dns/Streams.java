package io.slipway.netboot.dns;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Queries over TCP (RFC 7766). Connections are few, a client has only some of them, and none lives long, whatever its client does or fails to
 * do: a sweep closes those that are too old.
 */
final class Streams implements AutoCloseable {

    private static final int BACKLOG = 64;
    private static final int CONNECTIONS = 128;
    private static final int OF_ONE_CLIENT = 16;
    private static final int LARGEST_QUERY = 4096;
    private static final int SWEEP_MILLIS = 500;
    private static final Duration LIFE = Duration.ofSeconds(20);

    interface Answering {
        Optional<byte[]> answer(byte[] packet, InetAddress client);
    }

    private final ServerSocket server;
    private final Answering answering;
    private final Consumer<IOException> failures;
    private final Map<Socket, Long> since = new ConcurrentHashMap<>();

    private Streams(ServerSocket server, Answering answering, Consumer<IOException> failures) {
        this.server = server;
        this.answering = answering;
        this.failures = failures;
    }

    static Streams listen(InetSocketAddress address, Answering answering, Consumer<IOException> failures)
            throws IOException {
        ServerSocket server = new ServerSocket();
        try {
            server.setReuseAddress(true);
            server.setSoTimeout(SWEEP_MILLIS);
            server.bind(address, BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Streams streams = new Streams(server, answering, failures);
        Thread.ofPlatform().daemon().name("dns over tcp " + address).start(streams::accept);
        return streams;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                begin(server.accept());
            } catch (SocketTimeoutException e) {
                sweep();
            } catch (IOException e) {
                if (!server.isClosed()) {
                    failures.accept(e);
                }
            }
        }
    }

    private void sweep() {
        long oldest = System.nanoTime() - LIFE.toNanos();
        since.forEach((socket, begun) -> {
            if (begun - oldest < 0) {
                end(socket);
            }
        });
    }

    private void begin(Socket socket) {
        sweep();
        InetAddress client = socket.getInetAddress();
        long its = since.keySet().stream()
                .filter(other -> client.equals(other.getInetAddress()))
                .count();
        if (since.size() >= CONNECTIONS || its >= OF_ONE_CLIENT) {
            end(socket);
            return;
        }
        since.put(socket, System.nanoTime());
        Thread.ofVirtual().name("dns to " + client).start(() -> {
            try {
                converse(socket, client);
            } catch (EOFException | SocketException e) {
                // The client is gone, or its time is over: there is nobody to be told.
                return;
            } catch (IOException e) {
                failures.accept(e);
            } finally {
                end(socket);
            }
        });
    }

    private void converse(Socket socket, InetAddress client) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        while (true) {
            int length = in.readUnsignedShort();
            if (length > LARGEST_QUERY) {
                return;
            }
            byte[] packet = new byte[length];
            in.readFully(packet);
            Optional<byte[]> answer = answering.answer(packet, client);
            if (answer.isEmpty()) {
                return;
            }
            socket.getOutputStream().write(Framed.of(answer.get()));
        }
    }

    private void end(Socket socket) {
        since.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            failures.accept(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            failures.accept(e);
        }
        since.keySet().forEach(this::end);
    }
}
