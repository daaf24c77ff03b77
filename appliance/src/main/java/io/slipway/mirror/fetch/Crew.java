package io.slipway.mirror.fetch;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.mirror.fetch.FetchException.Again;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Does many pieces of work, a few at a time; there may be a million of them. Its threads are the operating system's: once a virtual thread
 * has waited for a socket, a thread of the JVM waits for all sockets in native code, and the JVM gives that one 0.3 s before it ends.
 */
public final class Crew {

    private static final ThreadFactory DAEMONS =
            Thread.ofPlatform().daemon().name("crew ", 1).factory();

    private final int size;
    private final Semaphore slots;
    private final SortedMap<Integer, List<Problem>> problems = new ConcurrentSkipListMap<>();
    private final AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();

    public Crew(int size) {
        this.size = size;
        this.slots = new Semaphore(size);
    }

    /**
     * Waits for all of it, also when some fails; what is no {@link ProblemException} ends it.
     *
     * @return the problems of what failed, in the order of the pieces
     */
    public <T> List<Problem> each(Collection<T> pieces, Consumer<T> work) {
        if (pieces.isEmpty()) {
            return List.of();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Math.min(size, pieces.size()), DAEMONS)) {
            try {
                handOut(pieces, work, threads);
            } catch (InterruptedException e) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new FetchException(Problem.of("the download was interrupted"), Again.NEVER, e);
            }
        }
        return switch (defect.get()) {
            case null -> problems.values().stream().flatMap(List::stream).toList();
            case RuntimeException found -> throw found;
            case Error found -> throw found;
            case Throwable other -> throw new AssertionError("work throws nothing that is checked", other);
        };
    }

    private <T> void handOut(Collection<T> pieces, Consumer<T> work, ExecutorService threads)
            throws InterruptedException {
        int number = 0;
        for (T piece : pieces) {
            int place = number++;
            slots.acquire();
            if (defect.get() != null) {
                slots.release();
                break;
            }
            threads.execute(() -> one(place, piece, work));
        }
        slots.acquire(size);
    }

    private <T> void one(int place, T piece, Consumer<T> work) {
        try {
            work.accept(piece);
        } catch (ProblemException e) {
            problems.put(place, e.problems());
        } catch (RuntimeException | Error e) {
            defect.compareAndSet(null, e);
        } finally {
            slots.release();
        }
    }
}
