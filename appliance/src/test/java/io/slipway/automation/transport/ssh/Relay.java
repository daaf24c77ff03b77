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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A network between this side and an sshd, that can be broken. */
final class Relay implements AutoCloseable {

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int exit;
    private final AtomicLong sent = new AtomicLong();
    private final byte[] before;
    private volatile boolean dropping;
    private volatile long pause;

    Relay(RealSshd sshd) throws IOException {
        this(sshd, new byte[0]);
    }

    /** @param before what comes from there before the sshd says anything */
    Relay(RealSshd sshd, byte[] before) throws IOException {
        this.before = before;
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
                Thread.ofVirtual().start(() -> {
                    if (say(here)) {
                        pass(there, here, new AtomicLong());
                    }
                });
            }
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private boolean say(Socket here) {
        try {
            here.getOutputStream().write(before);
            return true;
        } catch (IOException e) {
            // Nobody listens to all of it.
            return false;
        }
    }

    private void pass(Socket from, Socket to, AtomicLong bytes) {
        byte[] buffer = new byte[1 << 14];
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (read == buffer.length) {
                    LockSupport.parkNanos(pause);
                }
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

    /** From now on no more than so much of a mass of bytes passes in a second. */
    void slow(long bytesPerSecond) {
        pause = TimeUnit.SECONDS.toNanos(1) * (1 << 14) / bytesPerSecond;
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
