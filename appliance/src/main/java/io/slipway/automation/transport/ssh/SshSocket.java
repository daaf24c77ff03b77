package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** A TCP connection fit for SSH: no Nagle delay, and a peer that vanished is noticed within about a minute. */
final class SshSocket extends ReadySocket {

    private volatile Greeting greeting = new Greeting(InputStream.nullInputStream());

    /**
     * @param from this machine's address to use, if not any
     * @throws IOException as {@link Socket#connect(SocketAddress, int)}
     */
    static SshSocket open(InetAddress address, int port, Optional<InetAddress> from, Duration limit)
            throws IOException {
        SshSocket socket = new SshSocket();
        try {
            if (from.isPresent()) {
                socket.bind(new InetSocketAddress(from.get(), 0));
            }
            socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
            }
            socket.greeting = new Greeting(socket.plain());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    Greeting greeting() {
        return greeting;
    }
}
