package io.slipway.automation.engine;

import io.slipway.automation.engine.RunEvent.Counts;

/** Counts what became of one host's tasks, as Ansible's recap does: an ignored failure is also ok, a rescued one is no failure. */
final class Tally {

    private int ok;
    private int changed;
    private int unreachable;
    private int failed;
    private int skipped;
    private int rescued;
    private int ignored;

    void count(TaskResult result) {
        add(result, 1);
    }

    /** As if it had not been counted. */
    void discount(TaskResult result) {
        add(result, -1);
    }

    private void add(TaskResult result, int one) {
        switch (result.status()) {
            case OK -> ok += one;
            case CHANGED -> {
                ok += one;
                changed += one;
            }
            case SKIPPED -> skipped += one;
            case FAILED, UNREACHABLE -> {
                if (result.ignored()) {
                    ok += one;
                    ignored += one;
                    if (Boolean.TRUE.equals(result.values().get("changed"))) {
                        changed += one;
                    }
                } else if (result.status() == TaskResult.Status.FAILED) {
                    failed += one;
                } else {
                    unreachable += one;
                }
            }
        }
    }

    /** A file was included. */
    void include() {
        ok++;
    }

    /** What failed last is being rescued. */
    void rescue() {
        failed--;
        rescued++;
    }

    Counts counts() {
        return new Counts(ok, changed, unreachable, failed, skipped, rescued, ignored);
    }
}
