package io.slipway.lab;

import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does the same to several things at once, and ends when the last is done. */
final class InParallel {

    private InParallel() {}

    /**
     * The results, in the order of the items.
     *
     * @throws RuntimeException the first failure in that order, the others suppressed in it; but only after all have ended
     */
    static <T, R> List<R> map(List<T> items, Function<T, R> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> futures = new ArrayList<>();
            for (T item : items) {
                Callable<R> task = () -> work.apply(item);
                futures.add(threads.submit(task));
            }
            return collect(futures);
        }
    }

    private static <R> List<R> collect(List<Future<R>> futures) {
        List<R> results = new ArrayList<>();
        @Nullable RuntimeException failure = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                RuntimeException cause = e.getCause() instanceof RuntimeException known
                        ? known
                        : new LabException(Problem.of("an unexpected error").because(String.valueOf(e.getCause())), e);
                if (failure == null) {
                    failure = cause;
                } else {
                    failure.addSuppressed(cause);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                futures.forEach(other -> other.cancel(true));
                throw new LabException(Problem.of("interrupted"), e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }
}
