package io.slipway.automation.transport.ssh;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import jdk.net.ExtendedSocketOptions;

/**
 * A TCP connection fit for SSH: no Nagle delay, a peer that vanished is noticed within about a minute, and a peer that talks something
 * other than SSH is cut short (sshj looks at its greeting again from the start for each byte).
 */
final class SshSocket extends Socket {

    /** RFC 4253 section 4.2 lets a server send lines before its identification, without a limit; some banners are a page long. */
    private static final int GREETING_LIMIT = 16 << 10;

    private volatile InputStream guarded = InputStream.nullInputStream();
    private final AtomicLong heard = new AtomicLong();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();

    /** @throws IOException as {@link Socket#connect(SocketAddress, int)} */
    static SshSocket open(InetAddress address, int port, Duration limit) throws IOException {
        SshSocket socket = new SshSocket();
        try {
            socket.connect(new InetSocketAddress(address, port), (int) limit.toMillis());
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
                socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, 20);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, 10);
                socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, 4);
            }
            socket.guarded = socket.new Greeting(socket.plainInput());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Hands this socket to whoever asks for a new one. */
    SocketFactory asFactory() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return SshSocket.this;
            }

            @Override
            public Socket createSocket(String host, int port) {
                return SshSocket.this;
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                return SshSocket.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                return SshSocket.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
                return SshSocket.this;
            }
        };
    }

    /** What the peer said first, for messages: printable, and not much of it. */
    String greeting() {
        String text;
        synchronized (greeting) {
            text = greeting.toString(StandardCharsets.ISO_8859_1);
        }
        String printable = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }

    /** How many bytes were read after the greeting. */
    long heard() {
        return heard.get();
    }

    void quietlyClose() {
        try {
            close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
            return;
        }
    }

    private InputStream plainInput() throws IOException {
        return super.getInputStream();
    }

    @Override
    public InputStream getInputStream() {
        return guarded;
    }

    /** sshj reads the greeting byte by byte and everything after it in blocks. */
    private final class Greeting extends FilterInputStream {

        Greeting(InputStream in) {
            super(new BufferedInputStream(in, 1 << 16));
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            synchronized (greeting) {
                if (greeting.size() >= GREETING_LIMIT) {
                    throw new IOException("no SSH identification in the first " + GREETING_LIMIT + " bytes");
                }
                if (next >= 0) {
                    greeting.write(next);
                }
            }
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = in.read(bytes, offset, length);
            heard.addAndGet(Math.max(count, 0));
            return count;
        }
    }
}
