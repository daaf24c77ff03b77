package io.slipway.automation.transport.shell;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.shell.Answer.Reason;
import io.slipway.automation.transport.shell.ShellHost.SessionRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The shells of one connection. A thread takes one and gives it back; when the host starts no more, it waits for one, or the idle shell
 * of another user makes room.
 */
final class ShellPool {

    /** {@code sshd} allows 10 sessions on a connection unless told otherwise; two stay free for stopping scripts. */
    private static final int USUAL_LIMIT = 8;

    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);
    private static final Duration REFUSAL_LIMIT = Duration.ofSeconds(1);
    private static final Duration REFUSAL_PAUSE = Duration.ofMillis(20);

    private final ShellHost host;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<FramedShell, Optional<Become>> idle = new LinkedHashMap<>();
    private final Map<FramedShell, Optional<Become>> busy = new LinkedHashMap<>();
    private int starting;
    private int limit = USUAL_LIMIT;
    private boolean closed;

    ShellPool(ShellHost host, RandomGenerator random) {
        this.host = host;
        this.random = random;
    }

    /**
     * A shell for one exchange; give it back or drop it.
     *
     * @throws TransportException when the host starts none, or becoming the user fails
     */
    FramedShell take(Optional<Become> whom) {
        long begin = System.nanoTime();
        while (true) {
            Optional<FramedShell> waiting = takeIdleOrReserve(whom);
            if (waiting.isPresent()) {
                return waiting.get();
            }
            @Nullable FramedShell started = null;
            try {
                started = start(whom);
            } catch (SessionRefusedException e) {
                lowerLimit(e, REFUSAL_LIMIT.minusNanos(System.nanoTime() - begin));
            } finally {
                enlist(started, whom);
            }
            if (started != null) {
                return started;
            }
        }
    }

    /** An idle shell, or nothing: then a place is reserved for the caller to start one. */
    private Optional<FramedShell> takeIdleOrReserve(Optional<Become> whom) {
        lock.lock();
        try {
            while (true) {
                ensureOpen();
                Optional<FramedShell> ready = pollIdle(whom);
                if (ready.isPresent()) {
                    busy.put(ready.get(), whom);
                    return ready;
                }
                if (idle.size() + busy.size() + starting >= limit && !makeRoom()) {
                    changed.await();
                    continue;
                }
                starting++;
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.closed(host);
        } finally {
            lock.unlock();
        }
    }

    private Optional<FramedShell> pollIdle(Optional<Become> whom) {
        for (Iterator<Map.Entry<FramedShell, Optional<Become>>> all =
                        idle.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<FramedShell, Optional<Become>> entry = all.next();
            FramedShell shell = entry.getKey();
            if (!shell.usable()) {
                all.remove();
                shell.close();
            } else if (entry.getValue().equals(whom)) {
                all.remove();
                return Optional.of(shell);
            }
        }
        return Optional.empty();
    }

    /** Ends the shell that has been idle longest, and waits until the host has noticed, so that its session is free. */
    private boolean makeRoom() {
        if (idle.isEmpty()) {
            return false;
        }
        FramedShell oldest = idle.keySet().iterator().next();
        idle.remove(oldest);
        oldest.quit();
        return true;
    }

    private void enlist(@Nullable FramedShell started, Optional<Become> whom) {
        lock.lock();
        try {
            starting--;
            changed.signalAll();
            if (started != null && closed) {
                started.close();
            }
            if (started != null) {
                ensureOpen();
                busy.put(started, whom);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes do with the sessions there are. If there are none, one that just ended may still count on the far side: then there is hope
     * for a moment.
     */
    private void lowerLimit(SessionRefusedException refused, Duration hope) {
        lock.lock();
        try {
            int others = idle.size() + busy.size() + starting - 1;
            if (others > 0) {
                limit = Math.min(limit, others);
                return;
            }
        } finally {
            lock.unlock();
        }
        if (hope.isNegative()) {
            throw Failures.refused(host, refused);
        }
        try {
            Thread.sleep(REFUSAL_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.closed(host);
        }
    }

    /** Starts a shell that the pool does not count. */
    private FramedShell start(Optional<Become> whom) throws SessionRefusedException {
        String mark = FramedShell.newMark(random);
        ShellProcess process;
        try {
            process = host.start(Elevation.commandLine(host.user(), whom, ShellLoop.PROGRAM, mark));
        } catch (SessionRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw Failures.noSession(host, e);
        }
        FramedShell shell = new FramedShell(process, random);
        whom.ifPresent(become -> logIn(shell, become, mark));
        return shell;
    }

    private void logIn(FramedShell shell, Become become, String mark) {
        Optional<Answer> failed =
                Elevation.question(become).flatMap(how -> shell.login(how, mark, become.password(), LOGIN_LIMIT));
        if (failed.isPresent()) {
            shell.close();
            throw Failures.login(host, become, failed.get());
        }
    }

    boolean busy() {
        lock.lock();
        try {
            return starting > 0 || !busy.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** @param healthy whether it is ready for another exchange */
    void giveBack(Optional<Become> whom, FramedShell shell, boolean healthy) {
        lock.lock();
        try {
            busy.remove(shell);
            if (healthy && !closed && shell.usable()) {
                idle.put(shell, whom);
            } else {
                shell.close();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops what an abandoned shell runs, also when the calling thread was interrupted; {@link #close} does it for all at once.
     *
     * @return whether it is certain that nothing of it runs on, apart from what left the process group
     */
    boolean stop(Optional<Become> whom, FramedShell shell) {
        return stopping(whom, shell).await();
    }

    private Stopping stopping(Optional<Become> whom, FramedShell shell) {
        return Stopping.begin(host, shell.group(), () -> start(whom));
    }

    /** Ends everything: exchanges under way return at once, and their scripts are stopped while the host still listens. */
    void close() {
        Map<FramedShell, Optional<Become>> running;
        lock.lock();
        try {
            closed = true;
            running = new LinkedHashMap<>(busy);
            idle.keySet().forEach(FramedShell::close);
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        running.keySet().forEach(shell -> shell.abandon(Reason.CANCELLED, ""));
        List<Stopping> stopping = running.entrySet().stream()
                .map(entry -> stopping(entry.getValue(), entry.getKey()))
                .toList();
        stopping.forEach(Stopping::await);
        running.keySet().forEach(FramedShell::close);
    }

    private void ensureOpen() {
        if (closed) {
            throw Failures.closed(host);
        }
    }
}
