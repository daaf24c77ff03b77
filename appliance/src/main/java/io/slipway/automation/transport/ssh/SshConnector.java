package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Connector;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.shell.ShellConnection;
import io.slipway.common.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Connects to hosts behind sshd. Threads that ask for the same target at the same time share one attempt and its outcome; a connection
 * that broke is replaced when it is next asked for, and a failed attempt is repeated then. One that nobody uses for some minutes is
 * closed, and made again when it is asked for. Jump hosts are targets like any other, so
 * hosts behind the same one share the connection to it.
 */
public final class SshConnector implements Connector {

    private static final int MOST_HOPS = 32;

    /** Long enough that logging in again costs next to nothing beside it. */
    private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

    private final SshUser me;
    private final RandomGenerator random;
    private final Duration idleLimit;
    private final Dialler dialler;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Map<Target.Ssh, CompletableFuture<Open>> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param me whose connections these are
     * @param passphrases whom to ask for those of keys
     * @param clock tells whether a certificate still counts
     * @param random unpredictable, for the marks between scripts
     * @param handshakesAtOnce how many logins may be under way: enough to hide the way to the hosts, few enough for the processors
     */
    public SshConnector(
            SshUser me, Passphrases passphrases, InstantSource clock, RandomGenerator random, int handshakesAtOnce) {
        this(me, passphrases, clock, random, handshakesAtOnce, IDLE_LIMIT);
    }

    SshConnector(
            SshUser me,
            Passphrases passphrases,
            InstantSource clock,
            RandomGenerator random,
            int handshakesAtOnce,
            Duration idleLimit) {
        this.me = me;
        this.idleLimit = idleLimit;
        this.random = random;
        this.dialler = new Dialler(new KeyRing(passphrases), clock, random, handshakesAtOnce);
    }

    @Override
    public Connection connect(Target target) {
        if (!(target instanceof Target.Ssh ssh)) {
            throw new TransportException(
                    Kind.UNREACHABLE, Problem.of(target.name() + " is not a host to reach by SSH"), null);
        }
        return open(ssh).connection();
    }

    private Open open(Target.Ssh target) {
        while (true) {
            CompletableFuture<Open> mine = new CompletableFuture<>();
            CompletableFuture<Open> present = connections.putIfAbsent(target, mine);
            if (present == null) {
                return dial(target, mine);
            }
            Open open = await(present);
            if (open.connection().use()) {
                return open;
            }
            connections.remove(target, present);
            open.connection().close();
        }
    }

    private Open dial(Target.Ssh target, CompletableFuture<Open> promise) {
        try {
            ensureOpen(target);
            Way way = Way.to(target, me);
            ensureEnds(way);
            Optional<Open> via = way.via().map(this::open);
            via.ifPresent(hop -> hop.inFront().set(true));
            SshHost host = dialler.dial(way, via.map(Open::host));
            Open open = new Open(host, new ShellConnection(host, random), new AtomicBoolean());
            promise.complete(open);
            if (sweeping.compareAndSet(false, true)) {
                Thread.ofVirtual().start(this::sweep);
            }
            if (closed) {
                open.connection().close();
            }
            return open;
        } catch (RuntimeException e) {
            connections.remove(target, promise);
            promise.completeExceptionally(e);
            throw e;
        }
    }

    /** A host in front of itself would wait for itself for ever. */
    private void ensureEnds(Way way) {
        Set<Target.Ssh> seen = new HashSet<>();
        Optional<Target.Ssh> next = way.via();
        while (next.isPresent()) {
            if (!seen.add(next.get()) || seen.size() > MOST_HOPS) {
                throw new TransportException(
                        Kind.UNREACHABLE,
                        Problem.of("cannot connect to " + way.target().name() + ": the jump hosts lead in a circle")
                                .because("'" + next.get().name() + "' is to be reached through itself")
                                .hint("set ProxyJump=none for it in ~/.ssh/config"),
                        null);
            }
            next = Way.to(next.get(), me).via();
        }
    }

    private void ensureOpen(Target.Ssh target) {
        if (closed) {
            throw new TransportException(
                    Kind.UNREACHABLE, Problem.of("not connecting to " + target.name() + " any more"), null);
        }
    }

    private static Open await(CompletableFuture<Open> attempt) {
        try {
            return attempt.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TransportException shared) {
                throw shared;
            }
            throw e;
        }
    }

    @Override
    public void forget(Target target) {
        if (target instanceof Target.Ssh ssh) {
            CompletableFuture<Open> attempt = connections.remove(ssh);
            if (attempt != null) {
                CompletableFuture<Void> _ =
                        attempt.thenAccept(open -> open.connection().close());
            }
        }
    }

    /**
     * Stops all scripts and closes all connections, each at the same time; returns within seconds, whatever the hosts do. No
     * connection is closed before all scripts are stopped, because it may be the way to the next one.
     */
    @Override
    public void close() {
        closed = true;
        List<ShellConnection> open = connections.values().stream()
                .filter(attempt -> attempt.state() == Future.State.SUCCESS)
                .map(attempt -> attempt.join().connection())
                .toList();
        atOnce(open, ShellConnection::stop);
        atOnce(open, ShellConnection::close);
        connections.clear();
    }

    private static void atOnce(List<ShellConnection> connections, Consumer<ShellConnection> action) {
        List<Thread> threads = connections.stream()
                .map(connection -> Thread.ofVirtual().start(() -> action.accept(connection)))
                .toList();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        while (!closed) {
            try {
                Thread.sleep(idleLimit.dividedBy(4));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            connections.forEach((target, attempt) -> {
                if (attempt.state() == Future.State.SUCCESS && attempt.join().retire(idleLimit)) {
                    connections.remove(target, attempt);
                    attempt.join().connection().close();
                }
            });
        }
    }

    /** @param inFront whether other hosts are reached through it */
    private record Open(SshHost host, ShellConnection connection, AtomicBoolean inFront) {

        boolean retire(Duration idle) {
            return !inFront.get() && connection.retire(idle);
        }
    }
}
