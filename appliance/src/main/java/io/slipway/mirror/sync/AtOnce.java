package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does independent pieces of work at the same time. */
final class AtOnce {

    private AtOnce() {}

    /**
     * Waits for all of them, also when one fails.
     *
     * @return the results, in the order of {@code inputs}
     * @throws SyncException with the problems of all that failed, in the same order
     */
    static <A, B> List<B> map(List<A> inputs, Function<A, B> work) {
        if (inputs.size() == 1) {
            return List.of(alone(inputs.getFirst(), work));
        }
        List<B> results = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<B>> running = inputs.stream()
                    .map(input -> threads.submit(() -> work.apply(input)))
                    .toList();
            for (Future<B> each : running) {
                try {
                    results.add(each.get());
                } catch (ExecutionException e) {
                    problems.addAll(problemsOf(e.getCause()));
                } catch (InterruptedException e) {
                    threads.shutdownNow();
                    Thread.currentThread().interrupt();
                    throw new SyncException(Problem.of("the sync was interrupted"), e);
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        return results;
    }

    /** Threads take longer to start than a sync with nothing new may take. */
    private static <A, B> B alone(A input, Function<A, B> work) {
        try {
            return work.apply(input);
        } catch (ProblemException e) {
            throw new SyncException(e.problems());
        }
    }

    private static List<Problem> problemsOf(@Nullable Throwable failure) {
        return switch (failure) {
            case ProblemException expected -> expected.problems();
            case RuntimeException defect -> throw defect;
            case Error worse -> throw worse;
            case null, default -> throw new AssertionError("a function throws nothing that is checked", failure);
        };
    }
}
