package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.Way.Destination;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import net.schmizz.sshj.SSHClient;

/** The bytes beneath SSH: a TCP connection, a program, or a tunnel through another SSH connection. */
sealed interface Link {

    /** Waits until the other side says something, if that can be waited for. */
    default boolean awaitWord() throws IOException {
        return true;
    }

    /** Exchanges identifications and keys over it. */
    void attach(SSHClient client, Destination target) throws IOException;

    /** What the other side said before it was recognised as SSH; empty when unknown. */
    String greeting();

    /** Whether a failure came before the other side said anything. */
    boolean unheard(IOException failure);

    /** Grows with whatever arrives. */
    long heard();

    /** Whether the first word was waited for, so that more patience is due after it. */
    boolean hears();

    /** What a program in between has to say, as the end of a sentence. */
    default String complaint() {
        return "";
    }

    void close();

    /** A TCP connection or a program. */
    record Stream(ReadySocket socket) implements Link {

        @Override
        public boolean awaitWord() throws IOException {
            return socket.greeting().begins();
        }

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
        public boolean unheard(IOException failure) {
            return socket.greeting().silent();
        }

        @Override
        public long heard() {
            return socket.greeting().heard();
        }

        @Override
        public boolean hears() {
            return true;
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
        private volatile LongSupplier heard = () -> 0;

        Tunnel(SshHost via) {
            this.via = via;
        }

        @Override
        public void attach(SSHClient client, Destination target) throws IOException {
            closing = () -> Clients.disconnect(client);
            Sessions.Tunnel tunnel = new Sessions.Tunnel(via.client().getConnection(), target.address(), target.port());
            heard = tunnel::heard;
            tunnel.open();
            client.connectVia(tunnel);
        }

        @Override
        public String greeting() {
            return "";
        }

        @Override
        public boolean unheard(IOException failure) {
            return String.valueOf(failure.getMessage()).contains("during identification exchange");
        }

        @Override
        public long heard() {
            return heard.getAsLong();
        }

        @Override
        public boolean hears() {
            return false;
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
        /** Whether the other side said something, which no word of may be fit to print. */
        final boolean spoken;

        final Duration limit;
        private final boolean unheard;

        HandshakeException(Link link, boolean late, Duration limit, IOException cause) {
            super(cause);
            this.greeting = link.greeting();
            this.complaint = link.complaint();
            this.late = late;
            this.limit = limit;
            this.unheard = link.unheard(cause);
            this.spoken = link.hears() && !unheard;
        }

        /** Whether sshd ended it before it began, as it does when too many log in at once; another attempt has a chance then. */
        boolean turnedAway() {
            boolean dropped = unheard && (complaint.isEmpty() || complaint.contains("kex_exchange_identification"));
            return !late && (dropped || greeting.contains("MaxStartups"));
        }
    }
}
