package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.playbook.Keyword;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/** What a failure means for its host, and for the others of the batch. */
final class Failures {

    private final List<PlayHost> batch;
    private final OptionalDouble mostPercent;
    private final boolean usuallyFatal;
    private final boolean fatalPlay;
    private final boolean forcesHandlers;
    private int rescues;
    private int shelters;
    private boolean broken;
    private int announcements;

    /**
     * @param usuallyFatal whether a failure ends the play for all where nothing is said of that
     * @param forcesHandlers whether those that failed still run handlers
     */
    Failures(KeywordValues play, List<PlayHost> batch, boolean usuallyFatal, boolean forcesHandlers) {
        this.usuallyFatal = usuallyFatal;
        this.fatalPlay = play.flag(Keyword.ANY_ERRORS_FATAL, usuallyFatal);
        this.forcesHandlers = forcesHandlers;
        this.batch = batch;
        this.mostPercent = play.number(Keyword.MAX_FAIL_PERCENTAGE);
    }

    /** Whether failures of some end the run for all: unless a rescue made up for them. */
    boolean broken() {
        return broken && batch.stream().anyMatch(PlayHost::failed);
    }

    /** How often Ansible says that nobody is left. */
    int announcements() {
        return announcements;
    }

    /** @param concerned the host itself, or with {@code run_once} all for which it acted */
    void judge(PlayHost host, HostTask.Done done, List<PlayHost> concerned) {
        TaskResult result = done.result();
        if (!failing(result)) {
            return;
        }
        if (result.status() == Status.UNREACHABLE) {
            host.lose(result);
        }
        concerned.forEach(other -> other.fail(other.name().equals(host.name()) ? result : null));
    }

    static boolean failing(TaskResult result) {
        return !result.ignored() && (result.status() == Status.FAILED || result.status() == Status.UNREACHABLE);
    }

    /**
     * Does a part of a block.
     *
     * @param caught whether a {@code rescue} comes, should something fail in it
     * @param sheltered whether a {@code rescue} or an {@code always} comes
     */
    void within(boolean caught, boolean sheltered, Runnable part) {
        rescues += caught ? 1 : 0;
        shelters += sheltered ? 1 : 0;
        part.run();
        rescues -= caught ? 1 : 0;
        shelters -= sheltered ? 1 : 0;
    }

    /** Whether what fails now is rescued, here or further out. */
    boolean rescuing() {
        return rescues > 0;
    }

    /**
     * {@code any_errors_fatal} and {@code max_fail_percentage}: all others fail, too. A task that runs once is fatal by nature. Where
     * handlers are forced, failures count for no percentage.
     */
    void breakOff(KeywordValues keywords, Collection<HostTask.Done> done, boolean once) {
        boolean failed = done.stream().anyMatch(its -> failing(its.result()));
        boolean fatal = once || keywords.flag(Keyword.ANY_ERRORS_FATAL, usuallyFatal);
        if (failed && shelters == 0 && (fatal || tooMany())) {
            breakOff(fatal ? 1 : 2);
        }
    }

    private void breakOff(int announcements) {
        broken = true;
        this.announcements = announcements;
        batch.forEach(host -> host.fail(null));
    }

    /** Before handlers are forced: after a failure that is fatal to the play they have no turn, even where an {@code always} came between. */
    void closeSection() {
        if (forcesHandlers && fatalPlay && batch.stream().anyMatch(PlayHost::failed)) {
            breakOff(1);
        }
    }

    private boolean tooMany() {
        long out = batch.stream()
                .filter(host -> host.failed() || host.state() == PlayHost.State.UNREACHABLE)
                .count();
        return mostPercent.isPresent() && !forcesHandlers && 100.0 * out / batch.size() > mostPercent.getAsDouble();
    }
}
