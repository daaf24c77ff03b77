package io.slipway.pod.journey;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is done to a node that runs, in this order. What comes before, a machine does while it boots: see {@code NodeState}. */
public enum Stage {
    /** It answers over SSH. */
    REACHED(""),
    /** It is what every node of the pod is. */
    PREPARED("site.yml"),
    /** It is in the cluster. */
    JOINED("kubernetes.yml"),
    /** What it does in the cluster was proven. */
    VERIFIED("verify.yml");

    private final String playbook;

    Stage(String playbook) {
        this.playbook = playbook;
    }

    /** The file in the folder of playbooks that does it; empty for none. */
    public String playbook() {
        return playbook;
    }

    /** As people and the database read it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Stage> named(String name) {
        return Arrays.stream(values())
                .filter(stage -> stage.toString().equals(name))
                .findFirst();
    }
}
