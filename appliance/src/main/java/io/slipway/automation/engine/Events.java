package io.slipway.automation.engine;

import io.slipway.common.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the listener what happens, one event at a time from whatever thread, and keeps the numbers of the recap. */
final class Events {

    private final RunListener listener;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Set<Problem> warned = new HashSet<>();
    private boolean closed;

    Events(RunListener listener) {
        this.listener = listener;
    }

    void tell(RunEvent event) {
        turn.lock();
        try {
            if (!closed) {
                listener.on(event);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Whether anybody who listens may show any value of a task that went well. */
    boolean showValues() {
        return listener.showsValues();
    }

    /** Counts it as well. */
    void done(TaskResult result) {
        turn.lock();
        try {
            if (!closed) {
                tally(result.host()).count(result);
                listener.on(new RunEvent.TaskDone(result));
            }
        } finally {
            turn.unlock();
        }
    }

    /** It is done again, and counts as if it had not been done. */
    void undone(TaskResult result) {
        turn.lock();
        try {
            tally(result.host()).discount(result);
        } finally {
            turn.unlock();
        }
    }

    /** Counts as done for each host, as Ansible has it. */
    void included(RunEvent.Included event) {
        turn.lock();
        try {
            if (!closed) {
                event.hosts().forEach(host -> tally(host).include());
                listener.on(event);
            }
        } finally {
            turn.unlock();
        }
    }

    /** A warning is given once. */
    void warn(Problem problem) {
        turn.lock();
        try {
            if (!closed && warned.add(problem)) {
                listener.on(new RunEvent.Warned(problem));
            }
        } finally {
            turn.unlock();
        }
    }

    void rescued(String host) {
        turn.lock();
        try {
            tally(host).rescue();
        } finally {
            turn.unlock();
        }
    }

    private Tally tally(String host) {
        return tallies.computeIfAbsent(host, name -> new Tally());
    }

    Map<String, RunEvent.Counts> counts() {
        turn.lock();
        try {
            Map<String, RunEvent.Counts> counts = new LinkedHashMap<>();
            tallies.forEach((host, tally) -> counts.put(host, tally.counts()));
            return counts;
        } finally {
            turn.unlock();
        }
    }

    /** Tells the end; stragglers of an interrupted run are not heard any more. */
    void end(RunEvent.RunEnded end) {
        turn.lock();
        try {
            listener.on(end);
            closed = true;
        } finally {
            turn.unlock();
        }
    }
}
