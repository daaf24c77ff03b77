package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.mirror.fetch.Crew;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.IntStream;

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
        SortedMap<Integer, B> results = new ConcurrentSkipListMap<>();
        List<Integer> places = IntStream.range(0, inputs.size()).boxed().toList();
        List<Problem> problems = new Crew(Math.max(1, inputs.size()))
                .each(places, place -> results.put(place, work.apply(inputs.get(place))));
        if (!problems.isEmpty()) {
            throw new SyncException(problems);
        }
        return List.copyOf(results.values());
    }

    /** Threads take longer to start than a sync with nothing new may take. */
    private static <A, B> B alone(A input, Function<A, B> work) {
        try {
            return work.apply(input);
        } catch (ProblemException e) {
            throw new SyncException(e.problems());
        }
    }
}
