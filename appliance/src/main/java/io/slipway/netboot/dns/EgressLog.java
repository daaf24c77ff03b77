package io.slipway.netboot.dns;

import io.slipway.common.ProblemException;
import io.slipway.common.network.IpAddress;
import io.slipway.common.state.EgressTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Keeps what names outside the pod its machines asked for. Names are gathered for a moment and written together, so that a machine that asks for
 * thousands of them keeps no disk busy; a death of the process loses the last moment.
 */
public final class EgressLog implements AutoCloseable {

    /** What is gathered at most; more than that in one moment is not noted. */
    private static final int GATHERED = 4096;

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private record Key(String name, IpAddress client) {}

    private final EgressTable table;
    private final InstantSource clock;
    private final Consumer<ProblemException> failures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, EgressTable.Row> gathered = new LinkedHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread writer;

    private EgressLog(EgressTable table, InstantSource clock, Consumer<ProblemException> failures) {
        this.table = table;
        this.clock = clock;
        this.failures = failures;
        writer = Thread.ofPlatform().daemon().name("egress").unstarted(this::work);
    }

    /** @param failures is told when what was gathered could not be written */
    public static EgressLog start(EgressTable table, InstantSource clock, Consumer<ProblemException> failures) {
        EgressLog log = new EgressLog(table, clock, failures);
        log.writer.start();
        return log;
    }

    /** A machine asked; names differ in no case. */
    public void asked(DnsEvent.Outside asked) {
        Key key = new Key(asked.name().toLowerCase(Locale.ROOT), asked.client());
        EgressTable.Row row = new EgressTable.Row(
                key.name, key.client.toString(), 1, clock.instant(), clock.instant(), asked.forwarded());
        lock.lock();
        try {
            if (gathered.containsKey(key) || gathered.size() < GATHERED) {
                gathered.merge(key, row, EgressTable.Row::and);
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        boolean last = false;
        while (!last) {
            try {
                last = closing.await(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                last = true;
            }
            try {
                write();
            } catch (ProblemException e) {
                failures.accept(e);
            }
        }
    }

    private void write() {
        List<EgressTable.Row> rows;
        lock.lock();
        try {
            rows = List.copyOf(gathered.values());
            gathered.clear();
        } finally {
            lock.unlock();
        }
        if (!rows.isEmpty()) {
            table.add(rows);
        }
    }

    /** What was gathered is written. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
