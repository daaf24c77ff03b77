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
        switch (result.status()) {
            case OK -> ok++;
            case CHANGED -> {
                ok++;
                changed++;
            }
            case SKIPPED -> skipped++;
            case FAILED, UNREACHABLE -> {
                if (result.ignored()) {
                    ok++;
                    ignored++;
                    if (Boolean.TRUE.equals(result.values().get("changed"))) {
                        changed++;
                    }
                } else if (result.status() == TaskResult.Status.FAILED) {
                    failed++;
                } else {
                    unreachable++;
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
