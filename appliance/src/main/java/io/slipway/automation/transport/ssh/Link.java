package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.Way.Destination;
import java.io.IOException;
import net.schmizz.sshj.SSHClient;

/** The bytes beneath SSH: a TCP connection, a program, or a tunnel through another SSH connection. */
sealed interface Link {

    /** Exchanges identifications and keys over it. */
    void attach(SSHClient client, Destination target) throws IOException;

    /** What the other side said before it was recognised as SSH; empty when unknown. */
    String greeting();

    /** Grows with whatever arrives; stays zero where that is not seen. */
    long heard();

    /** What a program in between has to say, as the end of a sentence. */
    default String complaint() {
        return "";
    }

    void close();

    /** A TCP connection or a program. */
    record Stream(ReadySocket socket) implements Link {

        @Override
        public void attach(SSHClient client, Destination target) throws IOException {
            client.setSocketFactory(socket.asFactory());
            client.connect(target.address(), target.port());
        }

        @Override
        public String greeting() {
            return socket.greeting().text();
        }

        @Override
        public long heard() {
            return socket.greeting().heard();
        }

        @Override
        public String complaint() {
            return socket instanceof ProgramSocket program ? program.complaint() : "";
        }

        @Override
        public void close() {
            socket.quietlyClose();
        }
    }

    final class Tunnel implements Link {

        private final SshHost via;
        private volatile Runnable closing = () -> {};

        Tunnel(SshHost via) {
            this.via = via;
        }

        @Override
        public void attach(SSHClient client, Destination target) throws IOException {
            closing = () -> Clients.disconnect(client);
            Sessions.Tunnel tunnel = new Sessions.Tunnel(via.client().getConnection(), target.address(), target.port());
            tunnel.open();
            client.connectVia(tunnel);
        }

        @Override
        public String greeting() {
            return "";
        }

        @Override
        public long heard() {
            return 0;
        }

        @Override
        public void close() {
            closing.run();
        }
    }

    /** It was reached, but no SSH session came of it. */
    final class HandshakeException extends IOException {

        final String greeting;
        final String complaint;
        final boolean late;

        HandshakeException(Link link, boolean late, IOException cause) {
            super(cause);
            this.greeting = link.greeting();
            this.complaint = link.complaint();
            this.late = late;
        }
    }
}
