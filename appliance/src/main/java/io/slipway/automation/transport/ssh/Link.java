package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Target;
import java.io.IOException;
import java.net.InetAddress;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/** The bytes beneath SSH: a TCP connection, or a tunnel through another SSH connection. */
sealed interface Link {

    /** Exchanges identifications and keys over it. */
    void attach(SSHClient client, Target.Ssh target) throws IOException;

    /** What the other side said before it was recognised as SSH; empty when unknown. */
    String greeting();

    /** Grows with whatever arrives; stays zero where that is not seen. */
    long heard();

    void close();

    record Direct(SshSocket socket, InetAddress address) implements Link {

        static Direct open(Target.Ssh target) throws IOException {
            InetAddress resolved = InetAddress.getByName(target.address());
            InetAddress named = InetAddress.getByAddress(target.address(), resolved.getAddress());
            return new Direct(SshSocket.open(named, target.port(), target.connectTimeout()), named);
        }

        @Override
        public void attach(SSHClient client, Target.Ssh target) throws IOException {
            client.setSocketFactory(socket.asFactory());
            client.connect(address, target.port());
        }

        @Override
        public String greeting() {
            return socket.greeting();
        }

        @Override
        public long heard() {
            return socket.heard();
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
        public void attach(SSHClient client, Target.Ssh target) throws IOException {
            closing = () -> Clients.disconnect(client);
            DirectConnection tunnel =
                    new DirectConnection(via.client().getConnection(), target.address(), target.port());
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
        final boolean late;

        HandshakeException(Link link, boolean late, IOException cause) {
            super(cause);
            this.greeting = link.greeting();
            this.late = late;
        }
    }
}
