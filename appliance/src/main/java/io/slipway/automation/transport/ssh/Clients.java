package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import net.schmizz.sshj.SSHClient;

/** How sshj's clients are let go. */
final class Clients {

    private Clients() {}

    /** Says goodbye without waiting for anybody: the farewell may block on a dead peer, so the socket is closed under it. */
    static void disconnect(SSHClient client) {
        Socket socket = client.getSocket();
        Thread farewell = Thread.ofVirtual().start(() -> quietly(client::disconnect));
        try {
            if (!farewell.join(Duration.ofMillis(200)) && socket != null) {
                quietly(socket::close);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (socket != null) {
                quietly(socket::close);
            }
        }
    }

    private interface Closing {
        void close() throws IOException;
    }

    private static void quietly(Closing closing) {
        try {
            closing.close();
        } catch (IOException e) {
            // It is being thrown away; that it was broken already is no news.
            return;
        }
    }
}
