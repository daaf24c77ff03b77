package io.slipway.mirror.sync;

import io.slipway.common.ProblemException;
import io.slipway.mirror.oci.sync.ImagePlan;

/** How the sync of one mirror ended. */
public sealed interface Outcome {

    String mirror();

    /** Whether something is given out now that was not before. */
    default boolean published() {
        return this instanceof Published || this instanceof PublishedImages;
    }

    /** Upstream, description and key are what they were: nothing was done. */
    record UpToDate(String mirror, String generation) implements Outcome {}

    /** Only planned. */
    record Planned(Plan plan) implements Outcome {
        @Override
        public String mirror() {
            return plan.mirror();
        }
    }

    /** @param plan as it was before fetching, so that it says what came */
    record Published(Plan plan, String generation) implements Outcome {
        @Override
        public String mirror() {
            return plan.mirror();
        }
    }

    /** Only planned. */
    record PlannedImages(ImagePlan plan) implements Outcome {
        @Override
        public String mirror() {
            return plan.mirror();
        }
    }

    /** @param plan as it was before fetching, so that it says what came */
    record PublishedImages(ImagePlan plan, String generation) implements Outcome {
        @Override
        public String mirror() {
            return plan.mirror();
        }
    }

    /** Nothing was published; what was published before stays, and what came so far is not fetched again. */
    record Failed(String mirror, ProblemException cause) implements Outcome {}
}
