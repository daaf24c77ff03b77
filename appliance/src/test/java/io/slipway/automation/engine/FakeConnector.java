package io.slipway.automation.engine;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Connector;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** Hosts without a network. A script {@code say TEXT} answers TEXT, {@code fail N} ends with N, {@code hang} waits until the end of the run, {@code await N} until {@code release} was said N times. */
final class FakeConnector implements Connector {

    /** What was run, and how the host was reached. */
    record Run(Target target, Exchange exchange) {}

    final List<Run> runs = new CopyOnWriteArrayList<>();
    final List<Target> forgotten = Collections.synchronizedList(new ArrayList<>());
    final Set<String> down = ConcurrentHashMap.newKeySet();
    /** Why several questions at the same time get no answer, if they do not. */
    Optional<TransportException.Kind> blind = Optional.empty();

    final CountDownLatch hanging = new CountDownLatch(1);
    private final Semaphore released = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public Connection connect(Target target) {
        if (down.contains(target.name())) {
            throw new TransportException(
                    TransportException.Kind.UNREACHABLE, Problem.of("cannot connect to " + target.name()), null);
        }
        return new Connection() {
            @Override
            public Reply run(Exchange exchange) {
                runs.add(new Run(target, exchange));
                return answer(target, exchange.script().lines().toList().getLast());
            }

            @Override
            public void close() {}
        };
    }

    private Reply answer(Target target, String line) {
        if (line.startsWith("look_ahead ")) {
            return together(target, line.split(" ")[2]);
        }
        if (line.startsWith("say ")) {
            return new Reply(0, line.substring(4).getBytes(StandardCharsets.UTF_8), new byte[0]);
        }
        if (line.startsWith("fail ")) {
            return new Reply(Integer.parseInt(line.substring(5)), new byte[0], "no".getBytes(StandardCharsets.UTF_8));
        }
        if (line.equals("release")) {
            released.release();
        }
        if (line.startsWith("await ")) {
            awaitRelease(Integer.parseInt(line.substring(6)));
        }
        if (line.equals("hang")) {
            hanging.countDown();
            await(target);
        }
        return new Reply(0, new byte[0], new byte[0]);
    }

    /** Each of the scripts in the functions {@code look_1}, {@code look_2} …, as {@link io.slipway.automation.module.JointLook} wants it. */
    private Reply together(Target target, String mark) {
        blind.ifPresent(kind -> {
            throw new TransportException(kind, Problem.of("no answer to all"), null);
        });
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        List<String> lines = runs.getLast().exchange().script().lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i - 1).matches("look_\\d+\\(\\) \\{")) {
                Reply one = answer(target, lines.get(i));
                out.append(one.out())
                        .append('\n')
                        .append(mark)
                        .append(' ')
                        .append(one.exitCode())
                        .append('\n');
                err.append(one.err()).append('\n').append(mark).append('\n');
            }
        }
        return new Reply(
                0,
                out.toString().getBytes(StandardCharsets.UTF_8),
                err.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void awaitRelease(int times) {
        try {
            released.acquire(times);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Target target) {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new TransportException(
                TransportException.Kind.LOST, Problem.of("the connection to " + target.name() + " was closed"), null);
    }

    @Override
    public void forget(Target target) {
        forgotten.add(target);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
