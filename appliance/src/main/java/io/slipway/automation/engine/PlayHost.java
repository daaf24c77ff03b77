package io.slipway.automation.engine;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a host stands in a play. The thread that walks the play with it changes it; {@code end_play} of another host may end it, too. */
final class PlayHost {

    enum State {
        ACTIVE,
        /** A task failed: the host waits for a rescue, else it is out. */
        FAILED,
        UNREACHABLE,
        /** It left by {@code meta: end_host} or {@code end_play}, and has not failed. */
        ENDED
    }

    private final KnownHost known;
    private final Set<Handler> notified = new LinkedHashSet<>();
    private final Set<String> rolesBegun = new HashSet<>();
    private final Set<String> rolesDone = new HashSet<>();
    private State state = State.ACTIVE;
    private @Nullable TaskResult failure;

    PlayHost(KnownHost known) {
        this.known = known;
    }

    String name() {
        return known.name();
    }

    KnownHost known() {
        return known;
    }

    synchronized State state() {
        return state;
    }

    synchronized boolean active() {
        return state == State.ACTIVE;
    }

    synchronized boolean failed() {
        return state == State.FAILED;
    }

    /** @param result what failed, or {@code null} when it fails because others did */
    synchronized void fail(@Nullable TaskResult result) {
        if (state == State.ACTIVE) {
            state = State.FAILED;
            failure = result;
        }
    }

    synchronized void lose(TaskResult result) {
        state = State.UNREACHABLE;
        failure = result;
    }

    /** What it failed by, if it failed by itself. */
    synchronized Optional<TaskResult> failure() {
        return Optional.ofNullable(failure);
    }

    synchronized void end() {
        if (state == State.ACTIVE) {
            state = State.ENDED;
        }
    }

    /** Goes on after a failure; gives what had failed. */
    @Nullable
    synchronized TaskResult recover() {
        state = State.ACTIVE;
        TaskResult result = failure;
        failure = null;
        return result;
    }

    synchronized void notice(Handler handler) {
        notified.add(handler);
    }

    synchronized boolean isNoticed(Handler handler) {
        return notified.contains(handler);
    }

    synchronized Set<Handler> notices() {
        return new LinkedHashSet<>(notified);
    }

    synchronized void forgetNotices() {
        notified.clear();
    }

    synchronized boolean takeNotice(Handler handler) {
        return notified.remove(handler);
    }

    /** Something of this role ran, so that the role counts as done when its end is reached. */
    void ranIn(String role) {
        rolesBegun.add(role);
    }

    void endOfRole(String role) {
        if (active() && rolesBegun.contains(role)) {
            rolesDone.add(role);
        }
    }

    boolean hasDone(String role) {
        return rolesDone.contains(role);
    }
}
