package io.slipway.automation.engine;

/** How a run ended, with {@code ansible-playbook}'s exit status. */
public enum RunOutcome {
    OK(0),
    /** The run itself could not go on: a mistake in a playbook, say. */
    ERROR(1),
    /** A task failed on at least one host. */
    FAILED(2),
    /** At least one host could not be reached; wins over {@link #FAILED}. */
    UNREACHABLE(4),
    /** It was stopped from outside. */
    INTERRUPTED(99);

    private final int status;

    RunOutcome(int status) {
        this.status = status;
    }

    public int status() {
        return status;
    }
}
