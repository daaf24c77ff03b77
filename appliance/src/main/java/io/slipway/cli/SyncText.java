package io.slipway.cli;

import io.slipway.mirror.sync.Outcome;

/** How the sync of a mirror ended, in a line. */
final class SyncText {

    private SyncText() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.UpToDate(String mirror, String generation) -> mirror + ": nothing new (" + generation + ")";
            case Outcome.Planned planned ->
                "%s: %d packages, %s; to be fetched: %s"
                        .formatted(
                                planned.mirror(),
                                planned.plan().items().size(),
                                Sizes.shown(planned.plan().size()),
                                Sizes.shown(planned.plan().missing()));
            case Outcome.Published published ->
                "%s: published %d packages, %s, of which %s were new (%s)"
                        .formatted(
                                published.mirror(),
                                published.plan().items().size(),
                                Sizes.shown(published.plan().size()),
                                Sizes.shown(published.plan().missing()),
                                published.generation());
            case Outcome.Failed failed -> failed.mirror() + ": failed; what was published before stays";
        };
    }
}
