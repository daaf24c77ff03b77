package io.slipway.automation.transport.ssh;

import io.slipway.automation.transport.ssh.Way.Destination;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Connects to whichever address of a name answers first, each tried a moment after the one before it (RFC 8305): an address that
 * swallows packets must not cost the whole patience.
 */
final class Addresses {

    private static final Duration HEAD_START = Duration.ofMillis(250);

    /** Exactly one of them. */
    private record Outcome(
            @Nullable SshSocket socket, @Nullable IOException failure) {}

    private final Destination target;
    private final Optional<InetAddress> from;
    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final AtomicBoolean decided = new AtomicBoolean();

    private Addresses(Destination target, Optional<InetAddress> from) {
        this.target = target;
        this.from = from;
    }

    static SshSocket open(Destination target, Route.Direct route) throws IOException {
        Optional<InetAddress> from = Optional.empty();
        if (route.from().isPresent()) {
            from = Optional.of(InetAddress.getByName(route.from().get()));
        }
        List<InetAddress> all = Arrays.stream(InetAddress.getAllByName(target.address()))
                .filter(address -> switch (route.family()) {
                    case ANY -> true;
                    case INET -> address instanceof Inet4Address;
                    case INET6 -> address instanceof Inet6Address;
                })
                .toList();
        if (all.isEmpty()) {
            throw new UnknownHostException(target.address());
        }
        return all.size() == 1
                ? SshSocket.open(all.getFirst(), target.port(), from, target.connectTimeout())
                : new Addresses(target, from).race(all);
    }

    private SshSocket race(List<InetAddress> all) throws IOException {
        long end = System.nanoTime() + target.connectTimeout().toNanos();
        List<InetAddress> waiting = new ArrayList<>(all);
        int running = 0;
        IOException first = null;
        try {
            while (true) {
                if (!waiting.isEmpty()) {
                    InetAddress next = waiting.removeFirst();
                    Thread.ofVirtual().start(() -> attempt(next));
                    running++;
                }
                long left = end - System.nanoTime();
                long pause = waiting.isEmpty() ? left : Math.min(left, HEAD_START.toNanos());
                Outcome outcome = outcomes.poll(pause, TimeUnit.NANOSECONDS);
                if (outcome == null && (left <= 0 || waiting.isEmpty())) {
                    throw first == null ? new SocketTimeoutException("no answer") : first;
                }
                if (outcome != null && outcome.socket() != null) {
                    return outcome.socket();
                }
                if (outcome != null) {
                    running--;
                    first = first == null ? outcome.failure() : first;
                }
                if (running == 0 && waiting.isEmpty() && first != null) {
                    throw first;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled", e);
        } finally {
            decided.set(true);
            outcomes.forEach(Addresses::drop);
        }
    }

    private void attempt(InetAddress address) {
        try {
            Outcome outcome = new Outcome(SshSocket.open(address, target.port(), from, target.connectTimeout()), null);
            outcomes.add(outcome);
            if (decided.get() && outcomes.remove(outcome)) {
                drop(outcome);
            }
        } catch (IOException e) {
            outcomes.add(new Outcome(null, e));
        }
    }

    private static void drop(Outcome late) {
        if (late.socket() != null) {
            late.socket().quietlyClose();
        }
    }
}
