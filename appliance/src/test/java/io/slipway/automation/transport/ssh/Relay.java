package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** A network between this side and an sshd, that can be broken. */
final class Relay implements AutoCloseable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int exit;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean dropping;

    Relay(RealSshd sshd) throws IOException {
        exit = sshd.port;
        Thread.ofVirtual().start(this::admit);
    }

    /** The same sshd, reached through this. */
    Target.Ssh target(Target.Ssh direct) {
        return new Target.Ssh(
                direct.name(),
                direct.address(),
                entrance.getLocalPort(),
                direct.user(),
                direct.privateKeys(),
                null,
                direct.knownHosts(),
                false,
                direct.connectTimeout(),
                direct.sshArguments());
    }

    private void admit() {
        try {
            while (true) {
                Socket here = entrance.accept();
                Socket there = new Socket(InetAddress.getLoopbackAddress(), exit);
                sockets.addAll(List.of(here, there));
                Thread.ofVirtual().start(() -> pass(here, there, sent));
                Thread.ofVirtual().start(() -> pass(there, here, new AtomicLong()));
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private void pass(Socket from, Socket to, AtomicLong bytes) {
        byte[] buffer = new byte[1 << 14];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!dropping) {
                    out.write(buffer, 0, read);
                    bytes.addAndGet(read);
                }
            }
        } catch (IOException e) {
            // It was cut.
            return;
        }
    }

    /** How many bytes went to the sshd. */
    long sent() {
        return sent.get();
    }

    /** From now on nothing arrives, on either side, and nobody is told. */
    void drop() {
        dropping = true;
    }

    /** Resets all connections. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                // It is closed already.
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        cut();
    }
}
