package io.slipway.pod.journey;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What a journey has done for it. */
public interface Hands {

    /**
     * What became of a move.
     *
     * @param lost the nodes that got no further, of those that took part
     * @param whole whether it came to its end, so that the others have come through
     * @param interrupted whether a person has stopped it: no further move then
     */
    record Done(Map<String, Loss> lost, boolean whole, boolean interrupted) {
        public Done {
            lost = Map.copyOf(lost);
        }
    }

    /** A move is about to be made. */
    void begins(Move move);

    /** Asks nodes whether they answer. */
    Done reach(List<String> nodes);

    /** Runs the playbook of a stage on nodes, and on no others. */
    Done play(Stage stage, List<String> nodes);

    /** Lets time pass while nodes are being installed. */
    void pause(Duration time) throws InterruptedException;
}
