package io.slipway.automation.engine;

import io.slipway.automation.playbook.Step;

/** A task that runs when it was notified. Each is itself only, even if two say the same. */
final class Handler {

    private final Step.Task task;

    Handler(Step.Task task) {
        this.task = task;
    }

    Step.Task task() {
        return task;
    }
}
