package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.ssh.Way.Keys;
import io.slipway.common.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: reaches the host, checks that it is the right one, and logs in.
 *
 * <p>Key exchange and signatures cost processor time on both sides, so only so many happen at once; waiting for one's turn does not
 * count as the host's time. Hosts that do not even answer wait outside, and delay nobody.
 */
final class Dialler {

    private final Config config = SshSettings.shared();
    private final Semaphore handshakes;
    private final KeyRing ring;
    private final InstantSource clock;

    Dialler(KeyRing ring, InstantSource clock, int handshakesAtOnce) {
        this.ring = ring;
        this.clock = clock;
        this.handshakes = new Semaphore(handshakesAtOnce);
    }

    /**
     * @param via the open connection to the machine in front, if the way has one
     * @throws TransportException of kind UNREACHABLE
     */
    SshHost dial(Way way, Optional<SshHost> via) {
        Way.Destination target = way.target();
        HostKeyCheck check;
        try {
            check = new HostKeyCheck(target, way.hostKeys(), clock);
        } catch (IOException e) {
            throw unreachable(
                    Problem.of("cannot read a known_hosts file for " + target.name())
                            .because(e.toString()),
                    e);
        }
        Login login = new Login(way, identities(way));
        SSHClient client = new SSHClient(config);
        client.addHostKeyVerifier(check);
        try {
            Link link = link(way, via);
            Optional<Problem> refused = shake(client, way, link, login);
            if (refused.isEmpty()) {
                client.getConnection().setTimeoutMs(Integer.MAX_VALUE);
                return new SshHost(
                        target.name(),
                        target.user(),
                        client,
                        patience(target),
                        Pulse.watch(client, link, way.rhythm()));
            }
            Clients.disconnect(client);
            throw unreachable(refused.get(), null);
        } catch (IOException e) {
            Clients.disconnect(client);
            Problem problem = check.problem();
            throw unreachable(problem == null ? Unreachable.explain(way, e) : problem, e);
        }
    }

    private Identities identities(Way way) {
        Keys keys = way.authentications().contains("publickey") ? way.keys() : Keys.NONE;
        boolean password = way.target().password() != null;
        return Identities.gather(keys, ring, patience(way.target()), password, clock.instant());
    }

    private static Link link(Way way, Optional<SshHost> via) throws IOException {
        if (via.isPresent()) {
            return new Link.Tunnel(via.get());
        }
        return switch (way.route()) {
            case Route.Direct direct -> new Link.Stream(Addresses.open(way.target(), direct));
            case Route.Command command -> new Link.Stream(ProgramSocket.start(command.line()));
            case Route.Jump jump ->
                throw new IOException("no connection to " + jump.via().name() + ", which is in front");
        };
    }

    private Optional<Problem> shake(SSHClient client, Way way, Link link, Login login) throws IOException {
        Way.Destination target = way.target();
        try {
            handshakes.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.close();
            throw new IOException("cancelled", e);
        }
        try (Deadline deadline = Deadline.after(patience(target), link::close)) {
            try {
                client.getTransport().setTimeoutMs((int) patience(target).toMillis());
                link.attach(client, target);
                return login.attempt(client);
            } catch (IOException e) {
                link.close();
                throw new Link.HandshakeException(link, deadline.passed(), e);
            }
        } finally {
            handshakes.release();
        }
    }

    private static Duration patience(Way.Destination target) {
        return target.connectTimeout();
    }

    private static TransportException unreachable(Problem problem, @Nullable Throwable cause) {
        return new TransportException(Kind.UNREACHABLE, problem, cause);
    }
}
