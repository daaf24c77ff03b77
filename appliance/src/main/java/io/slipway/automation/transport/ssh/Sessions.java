package io.slipway.automation.transport.ssh;

import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;

/**
 * Channels whose sender learns that the connection broke. Who sends much waits, holding the stream, until the other side has room; sshj's
 * reader, which finds the connection broken, waits for that stream to tell it so, for ever, and with it all who ask whether the
 * connection lives. So the sender is given room first: its next packet meets the dead connection.
 */
final class Sessions {

    private static final long ROOM = Integer.MAX_VALUE;

    private Sessions() {}

    /** For a command. */
    static final class Session extends SessionChannel {

        Session(Connection connection) {
            super(connection);
        }

        @Override
        public void notifyError(SSHException error) {
            if (rwin != null) {
                rwin.expand(ROOM);
            }
            super.notifyError(error);
        }
    }

    /** For the way to a host behind this one. */
    static final class Tunnel extends DirectConnection {

        Tunnel(Connection connection, String host, int port) {
            super(connection, host, port);
        }

        @Override
        public void notifyError(SSHException error) {
            if (rwin != null) {
                rwin.expand(ROOM);
            }
            super.notifyError(error);
        }
    }
}
