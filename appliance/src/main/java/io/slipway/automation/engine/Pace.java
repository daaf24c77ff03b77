package io.slipway.automation.engine;

import io.slipway.automation.playbook.Step;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Semaphore;

/** How many hosts may work at the same time: {@code forks} in all, and {@code throttle} at one task. */
final class Pace {

    private final Strategy strategy;
    private final Semaphore forks;
    private final IdentityHashMap<Step.Task, Semaphore> throttles = new IdentityHashMap<>();

    Pace(Strategy strategy, int forks) {
        this.strategy = strategy;
        this.forks = new Semaphore(Math.max(1, forks));
    }

    Strategy strategy() {
        return strategy;
    }

    /** What a host needs that begins the play. */
    List<Semaphore> toBegin() {
        return strategy == Strategy.HOST_PINNED ? List.of(forks) : List.of();
    }

    /**
     * What a host needs to do a task, in the order in which it is taken.
     *
     * @param throttle 0 for no limit
     */
    List<Semaphore> toWork(Step.Task task, int throttle) {
        List<Semaphore> needed = new ArrayList<>();
        if (throttle > 0) {
            needed.add(throttle(task, throttle));
        }
        if (strategy != Strategy.HOST_PINNED) {
            needed.add(forks);
        }
        return needed;
    }

    private synchronized Semaphore throttle(Step.Task task, int limit) {
        return throttles.computeIfAbsent(task, same -> new Semaphore(limit));
    }
}
