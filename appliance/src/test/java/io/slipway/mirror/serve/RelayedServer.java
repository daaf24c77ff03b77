package io.slipway.mirror.serve;

import io.slipway.common.Problem;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The server of a home, which can be restarted: its clients know it by the address of the {@link Relay} before it. */
public final class RelayedServer implements AutoCloseable {

    private final Path home;
    private final List<Access> accesses = new CopyOnWriteArrayList<>();
    private final Relay relay;
    private volatile MirrorServer server;

    public RelayedServer(Path home) throws IOException {
        this.home = home;
        this.server = start(home, accesses);
        this.relay = new Relay(() -> server.port());
    }

    private static MirrorServer start(Path home, List<Access> accesses) {
        return MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), new FrontDoor.Listener() {
            @Override
            public void answered(Access access) {
                accesses.add(access);
            }

            @Override
            public void failed(Problem problem) {
                throw new AssertionError(problem);
            }
        });
    }

    /** Ends every connection; the next ones are answered by another server. */
    public void restart() {
        server.close();
        server = start(home, accesses);
    }

    public Relay relay() {
        return relay;
    }

    /** Where clients find it. */
    public int port() {
        return relay.port();
    }

    /** All that was answered so far; may be cleared. */
    public List<Access> accesses() {
        return accesses;
    }

    @Override
    public void close() throws IOException {
        relay.close();
        server.close();
    }
}
