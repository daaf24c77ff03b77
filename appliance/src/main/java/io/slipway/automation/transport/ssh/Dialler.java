package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.ssh.Way.Keys;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes one connection: reaches the host, checks that it is the right one, and logs in.
 *
 * <p>Key exchange and signatures cost processor time on both sides, so only so many happen at once; waiting for one's turn does not
 * count as the host's time. Calling hosts goes in turns too, for an sshd, a bastion or a firewall that a thousand call at once is
 * slow to answer any. Hosts that do not answer soon delay nobody; neither do those whose sshd has too many logins under way
 * ({@code MaxStartups}) and wants to be asked again.
 */
final class Dialler {

    /** Opening a session may wait for what PAM does first: 25 s where systemd-logind does not answer. */
    private static final Duration SESSION_PATIENCE = Duration.ofSeconds(60);

    /** As with ssh's ConnectTimeout, that limit is for the first word; whoever has begun to talk is there, and only has much to do. */
    private static final int PATIENCE_WITH_THE_BUSY = 3;

    private final Config config = SshSettings.shared();
    /** Who has not said a word by then is slow or hung, and makes nobody wait. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(1);

    /** Calling costs less than what comes after: key exchange and login. */
    private static final int CALLS_PER_HANDSHAKE = 2;

    private final Turns calls;
    private final Semaphore handshakes;
    private final KeyRing ring;
    private final InstantSource clock;
    private final RandomGenerator random;

    Dialler(KeyRing ring, InstantSource clock, RandomGenerator random, int handshakesAtOnce) {
        this.ring = ring;
        this.clock = clock;
        this.random = random;
        this.calls = new Turns(handshakesAtOnce * CALLS_PER_HANDSHAKE, LONGEST_CALL);
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
                    Problem.of("cannot read which host keys count for " + target.name())
                            .because(IoReason.withFile(e)),
                    e);
        }
        Identities identities = identities(way);
        Backoff backoff = new Backoff(patience(target), random);
        int failures = 0;
        while (true) {
            SSHClient client = new SSHClient(config);
            client.addHostKeyVerifier(check);
            try {
                return attempt(client, way, via, new Login(way, identities));
            } catch (IOException e) {
                Clients.disconnect(client);
                Problem problem = check.problem();
                boolean again = problem == null && turnedAway(e);
                if (again && backoff.pause()) {
                    continue;
                }
                if (problem != null || failures >= target.retries() || !pauseAfter(failures++)) {
                    throw unreachable(problem == null ? backoff.explain(Unreachable.explain(way, e)) : problem, e);
                }
            }
        }
    }

    private SshHost attempt(SSHClient client, Way way, Optional<SshHost> via, Login login) throws IOException {
        Way.Destination target = way.target();
        Link link = call(way, via);
        Optional<Problem> refused = shake(client, way, link, login);
        if (refused.isPresent()) {
            Clients.disconnect(client);
            throw unreachable(refused.get(), null);
        }
        client.getConnection().setTimeoutMs(Integer.MAX_VALUE);
        Duration patience = patience(target).compareTo(SESSION_PATIENCE) < 0 ? SESSION_PATIENCE : patience(target);
        return new SshHost(target.name(), target.user(), client, patience, Pulse.watch(client, link, way.rhythm()));
    }

    /** For as long as Ansible does: nothing, 1 s, 3 s, 7 s, and at most half a minute. */
    private static boolean pauseAfter(int failures) {
        try {
            Thread.sleep(Duration.ofSeconds(failures < 5 ? (1 << failures) - 1 : 30));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean turnedAway(IOException failure) {
        return failure instanceof Link.HandshakeException handshake && handshake.turnedAway();
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

    /** Reaches the host and waits until it says something. */
    private Link call(Way way, Optional<SshHost> via) throws IOException {
        Duration patience = patience(way.target());
        try (Turns.Turn _ = calls.take()) {
            Link link = link(way, via);
            try (Deadline deadline = Deadline.after(patience, link::close)) {
                inTime(link, deadline, patience, link::awaitWord);
            }
            return link;
        }
    }

    private Optional<Problem> shake(SSHClient client, Way way, Link link, Login login) throws IOException {
        Duration patience = patience(way.target());
        Duration silence = link.hears() ? patience.multipliedBy(PATIENCE_WITH_THE_BUSY) : patience;
        try {
            handshakes.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            link.close();
            throw new IOException("cancelled", e);
        }
        try (Deadline deadline = Deadline.afterSilence(silence, link::heard, link::close)) {
            client.getTransport().setTimeoutMs(Math.clamp(silence.toMillis() * Deadline.MOST, 1, Integer.MAX_VALUE));
            return inTime(link, deadline, silence, () -> {
                link.attach(client, way.target());
                return login.attempt(client);
            });
        } finally {
            handshakes.release();
        }
    }

    private interface Work<T> {
        T go() throws IOException;
    }

    private static <T> T inTime(Link link, Deadline deadline, Duration limit, Work<T> work) throws IOException {
        IOException failure;
        try {
            T result = work.go();
            if (deadline.met()) {
                return result;
            }
            failure = new IOException("too late");
        } catch (IOException e) {
            failure = e;
        }
        link.close();
        throw new Link.HandshakeException(link, deadline.passed(), limit, failure);
    }

    private static Duration patience(Way.Destination target) {
        return target.connectTimeout();
    }

    private static TransportException unreachable(Problem problem, @Nullable Throwable cause) {
        return new TransportException(Kind.UNREACHABLE, problem, cause);
    }
}
