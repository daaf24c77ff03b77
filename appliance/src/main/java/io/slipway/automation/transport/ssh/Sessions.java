package io.slipway.automation.transport.ssh;

import java.util.concurrent.atomic.AtomicLong;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.channel.ChannelInputStream;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;

/**
 * Channels whose sender learns that the connection broke. Who sends much waits, holding the stream, until the other side has room; sshj's
 * reader, which finds the connection broken, waits for that stream to tell it so, for ever, and with it all who ask whether the
 * connection lives. So the sender is given room first: its next packet meets the dead connection.
 */
final class Sessions {

    private static final long ROOM = Integer.MAX_VALUE;

    /** Longer than any thread is kept from going on, but for a machine that hangs. */
    private static final int MOST_MILLIS = 10_000;

    private Sessions() {}

    /** For a command. */
    static final class Session extends SessionChannel {

        Session(Connection connection) {
            super(connection);
        }

        /**
         * The two outputs share a window. Who reads one of them widens it a moment after telling the other side, which may use it before
         * that moment; sshj would take what comes on the other output for too much, and drop the connection.
         */
        @Override
        protected void receiveInto(ChannelInputStream output, SSHPacket packet) throws SSHException {
            int size = packet.available() - Integer.BYTES;
            try {
                for (int i = 0; lwin.getSize() < size && i < MOST_MILLIS; i++) {
                    Thread.sleep(1);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            super.receiveInto(output, packet);
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

        private final AtomicLong heard = new AtomicLong();

        Tunnel(Connection connection, String host, int port) {
            super(connection, host, port);
        }

        @Override
        protected void receiveInto(ChannelInputStream output, SSHPacket packet) throws SSHException {
            heard.addAndGet(packet.available());
            super.receiveInto(output, packet);
        }

        /** Grows with whatever comes from the host behind. */
        long heard() {
            return heard.get();
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
