package io.slipway.automation.engine;

import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import java.util.Collection;

/**
 * Remembers beyond the life of this process which handlers were notified and have not run: a task that has changed something finds
 * nothing to change when it is done again, and would never notify them a second time. Called by many threads.
 */
public interface Notices {

    /** Nothing is remembered, and nothing is owed. */
    Notices FORGOTTEN = new Notices() {
        @Override
        public void notified(String host, Step.Task by, Collection<Step.Task> handlers) {}

        @Override
        public void heard(String host, Step.Task handler) {}

        @Override
        public boolean owes(String host, Step.Task by, Step.Task handler) {
            return false;
        }

        @Override
        public boolean owes(String host, Step.Task handler) {
            return false;
        }

        @Override
        public boolean inDoubt(String host, Step.Task task) {
            return false;
        }
    };

    static boolean canNotify(Step.Task task) {
        return task.context().nearest(Keyword.NOTIFY).isPresent();
    }

    /** What a task that {@linkplain #canNotify can notify} and ended well has notified, possibly nothing; after its {@link RunEvent.TaskDone} was told. */
    void notified(String host, Step.Task by, Collection<Step.Task> handlers);

    /** A handler has run on a host to its end; for one that is a single task, {@link RunEvent.TaskDone} says so already. */
    void heard(String host, Step.Task handler);

    /** Whether an earlier run, which was cut short, has notified a handler by this task in vain. Says so once. */
    boolean owes(String host, Step.Task by, Step.Task handler);

    /** As {@link #owes(String, Step.Task, Step.Task)}, whatever task it was: asked at the end of a play, for those that are gone. */
    boolean owes(String host, Step.Task handler);

    /** Whether an earlier run was cut short during this task, so that it may have changed something without notifying anybody. */
    boolean inDoubt(String host, Step.Task task);
}
