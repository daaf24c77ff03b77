package io.slipway.mirror.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

/** Stands between a client and a server, so that something can happen at a moment that both cannot choose. */
public final class Relay implements AutoCloseable {

    private static final Moment NEVER = new Moment("", Long.MAX_VALUE, () -> {});

    private final ServerSocket door;
    private final IntSupplier server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Moment> moment = new AtomicReference<>(NEVER);

    /**
     * @param request what the request holds that it is about
     * @param after so many bytes of the answer; 0 for before the server sees the request
     */
    private record Moment(String request, long after, Runnable event) {}

    /** @param server its port, asked for each connection */
    public Relay(IntSupplier server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.submit(() -> {
            while (true) {
                Socket client = door.accept();
                threads.submit(() -> relay(client));
            }
        });
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Once: before a request that holds this text is passed on. */
    public void before(String request, Runnable event) {
        moment.set(new Moment(request, 0, event));
    }

    /** Once: when so many bytes have come since a request that holds this text. */
    public void inTheMiddleOf(String request, long after, Runnable event) {
        moment.set(new Moment(request, after, event));
    }

    public boolean happened() {
        return moment.get() == NEVER;
    }

    private Void relay(Socket client) throws IOException {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server.getAsInt())) {
            AtomicReference<Moment> armed = new AtomicReference<>(NEVER);
            threads.submit(() -> answers(upstream, client, armed));
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[65536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Moment waiting = moment.get();
                if (waiting != NEVER
                        && new String(buffer, 0, n, StandardCharsets.US_ASCII).contains(waiting.request())
                        && moment.compareAndSet(waiting, NEVER)) {
                    if (waiting.after() == 0) {
                        waiting.event().run();
                    } else {
                        armed.set(waiting);
                    }
                }
                upstream.getOutputStream().write(buffer, 0, n);
            }
            return null;
        }
    }

    private static Void answers(Socket upstream, Socket client, AtomicReference<Moment> armed) throws IOException {
        try (client) {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[65536];
            long passed = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                passed = armed.get() == NEVER ? 0 : passed + n;
                Moment now = armed.get();
                if (passed > now.after() && armed.compareAndSet(now, NEVER)) {
                    now.event().run();
                }
            }
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        threads.shutdownNow();
    }
}
