package io.slipway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A network to a node over which large files take long, so that there is time to break off in their middle, and that can be cut. */
final class SlowWay implements AutoCloseable {

    private static final int SSH = 22;
    private static final int BLOCK = 1 << 14;
    /** About 4 MB in a second. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final InetSocketAddress exit;

    /** To a node's sshd. */
    SlowWay(String address) throws IOException {
        this(address, SSH);
    }

    SlowWay(String address, int port) throws IOException {
        this.exit = new InetSocketAddress(address, port);
        Thread.ofVirtual().start(this::admit);
    }

    int port() {
        return entrance.getLocalPort();
    }

    private void admit() {
        try {
            while (true) {
                Socket here = entrance.accept();
                Socket there = new Socket();
                there.connect(exit);
                sockets.addAll(List.of(here, there));
                Thread.ofVirtual().start(() -> pass(here, there));
                Thread.ofVirtual().start(() -> pass(there, here));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private static void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BLOCK];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (read == BLOCK) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // It was cut.
            return;
        }
    }

    /** Resets all connections. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
                socket.close();
            }
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
