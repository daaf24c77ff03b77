package io.slipway.automation.module;

/**
 * Something a task can do. One instance serves all hosts and threads: it holds no state.
 *
 * <p>A module probes what is there, acts only if that differs from what is wanted, and returns what it did under the names that the
 * Ansible module of the same name documents. In check mode it only predicts. The converged case costs one exchange with the node.
 */
public interface Module {

    ModuleSpec spec();

    /**
     * Whether it always asks the node exactly once, and makes its result of the answer alone: then the node can work at the answer in the
     * background ({@code async}).
     */
    default boolean oneExchange() {
        return false;
    }

    /**
     * Whether it begins with a look at the node ({@link Script#looking()}), before which it does nothing, and leaves nothing on this side:
     * then a loop may have several of its calls look at the same time.
     */
    default boolean looksFirst() {
        return false;
    }

    /** What it calls itself to a later run, which is to read the answer that the node has worked at. */
    default String kind() {
        return spec().name();
    }

    /**
     * @throws ModuleFailure when it cannot be done; the task fails with that message
     */
    ModuleResult run(ModuleCall call);
}
