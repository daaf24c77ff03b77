package io.slipway.pod.journey;

import java.util.List;
import java.util.Map;

/** What is done next for a pod. */
public sealed interface Move {

    /** See which of these nodes answer. */
    record Reach(List<String> nodes) implements Move {
        public Reach {
            nodes = List.copyOf(nodes);
        }
    }

    /** Have these nodes installed with their next boot. */
    record Arm(List<String> nodes) implements Move {
        public Arm {
            nodes = List.copyOf(nodes);
        }
    }

    /** Wait for these nodes, which are being installed. */
    record Await(List<String> nodes) implements Move {
        public Await {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * Run the playbook of a stage.
     *
     * @param nodes all that take part
     * @param gaining those of them that have not come that far yet
     */
    record Play(Stage stage, List<String> nodes, List<String> gaining) implements Move {
        public Play {
            nodes = List.copyOf(nodes);
            gaining = List.copyOf(gaining);
        }
    }

    /**
     * There is nothing more to do now.
     *
     * @param held why each node that is not at the end goes no further
     */
    record Rest(Map<String, Loss> held) implements Move {
        public Rest {
            held = Map.copyOf(held);
        }
    }
}
