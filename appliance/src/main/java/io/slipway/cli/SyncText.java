package io.slipway.cli;

import io.slipway.mirror.oci.sync.ImagePlan;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.Plan;

/** How the sync of a mirror ended, in a line. */
final class SyncText {

    private SyncText() {}

    private static String packages(Plan plan) {
        return Count.of(plan.items().size(), "package");
    }

    private static String images(ImagePlan plan) {
        return Count.of(plan.items().size(), "image");
    }

    static String of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.UpToDate(String mirror, String generation) -> mirror + ": nothing new (" + generation + ")";
            case Outcome.Planned planned ->
                "%s: %s, %s; to be fetched: %s"
                        .formatted(
                                planned.mirror(),
                                packages(planned.plan()),
                                Sizes.shown(planned.plan().size()),
                                Sizes.shown(planned.plan().missing()));
            case Outcome.Published published ->
                "%s: published %s, %s, of which %s new (%s)"
                        .formatted(
                                published.mirror(),
                                packages(published.plan()),
                                Sizes.shown(published.plan().size()),
                                Sizes.shown(published.plan().missing()),
                                published.generation());
            case Outcome.PlannedImages(ImagePlan plan) ->
                "%s: %s, %s; to be fetched: %s"
                        .formatted(plan.mirror(), images(plan), Sizes.shown(plan.size()), Sizes.shown(plan.missing()));
            case Outcome.PublishedImages(ImagePlan plan, String generation) ->
                "%s: published %s, %s, of which %s new (%s)"
                        .formatted(
                                plan.mirror(),
                                images(plan),
                                Sizes.shown(plan.size()),
                                Sizes.shown(plan.missing()),
                                generation);
            case Outcome.Failed failed -> failed.mirror() + ": failed; what was published before stays";
        };
    }
}
