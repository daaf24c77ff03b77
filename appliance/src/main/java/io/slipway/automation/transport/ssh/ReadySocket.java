package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** A connection that exists already, in the form in which sshj takes one. */
abstract class ReadySocket extends Socket {

    abstract Greeting greeting();

    /** The bytes as they come. */
    final InputStream plain() throws IOException {
        return super.getInputStream();
    }

    @Override
    public final Greeting getInputStream() {
        return greeting();
    }

    void quietlyClose() {
        try {
            close();
        } catch (IOException e) {
            // Nothing is left to be done with it.
            return;
        }
    }

    /** Hands this socket to whoever asks for a new one. */
    SocketFactory asFactory() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() {
                return ReadySocket.this;
            }

            @Override
            public Socket createSocket(String host, int port) {
                return ReadySocket.this;
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) {
                return ReadySocket.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                return ReadySocket.this;
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
                return ReadySocket.this;
            }
        };
    }
}
