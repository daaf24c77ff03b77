package io.slipway.mirror.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Contents that came whole and right, on their way from {@code staging} to their places. None gets there before it is durable. While
 * some are brought to the disk, others come; they all go together the next time, however many they are, since a disk takes about as
 * long for one as for many.
 */
final class Arrivals {

    private final StoreWriter writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition placed = lock.newCondition();
    private List<Generation.Entry> waiting = new ArrayList<>();
    private boolean working;
    private long came;
    private long done;
    private @Nullable RuntimeException failure;

    Arrivals(StoreWriter writer) {
        this.writer = writer;
    }

    /**
     * Hands over a content that is in hand; it is put down when it is in its place.
     *
     * @return what to wait for
     */
    long add(Generation.Entry entry) {
        lock.lock();
        try {
            waiting.add(entry);
            came++;
            if (!working) {
                working = true;
                Thread.ofVirtual().name("arrivals").start(this::work);
            }
            return came;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all that came is in its place. */
    void settle() {
        settle(came());
    }

    /** @throws StoreException if one of all that came could not be kept */
    void settle(long number) {
        RuntimeException failed = await(number);
        if (failed != null) {
            throw failed;
        }
    }

    /** Waits until nothing is on its way, however that went. */
    void rest() {
        await(came());
    }

    private long came() {
        lock.lock();
        try {
            return came;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable RuntimeException await(long number) {
        lock.lock();
        try {
            while (done < number) {
                placed.awaitUninterruptibly();
            }
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        for (List<Generation.Entry> batch = next(0); !batch.isEmpty(); batch = next(batch.size())) {
            try {
                place(batch);
            } catch (IOException e) {
                Path store = writer.store().directory();
                fail(StoreException.io("what came cannot be stored in '" + store + "'", store, e));
            } catch (RuntimeException e) {
                fail(e);
            } finally {
                batch.forEach(each -> writer.putDown(each.digest()));
            }
        }
    }

    /** @param before how many have been placed */
    private List<Generation.Entry> next(int before) {
        lock.lock();
        try {
            done += before;
            List<Generation.Entry> batch = waiting;
            waiting = new ArrayList<>();
            working = !batch.isEmpty();
            placed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** A disk that lost something is not trusted with more. */
    private void fail(RuntimeException e) {
        lock.lock();
        try {
            failure = failure == null ? e : failure;
        } finally {
            lock.unlock();
        }
    }

    private void place(List<Generation.Entry> batch) throws IOException {
        try {
            writer.store()
                    .disk()
                    .flush(
                            writer.store().staging(),
                            batch.stream().map(this::staged).toList());
        } catch (IOException e) {
            for (Generation.Entry each : batch) {
                Files.deleteIfExists(staged(each));
            }
            throw e;
        }
        for (Generation.Entry each : batch) {
            Path place = writer.store().blob(each.digest());
            Path shelf = writer.shelfFor(each.digest());
            boolean fresh = !place.toFile().exists();
            Files.move(staged(each), place, StandardCopyOption.ATOMIC_MOVE);
            writer.stored(each, fresh, shelf);
        }
    }

    private Path staged(Generation.Entry entry) {
        return StagedBlob.fileFor(writer.store(), entry.digest());
    }
}
