package io.slipway.netboot.files;

import java.time.Duration;

/** What a loader does next. */
public sealed interface Step {

    /** @param card the one that the machine boots from, so that the system takes the same; {@code 52-54-00-00-00-01} */
    record Start(Profile profile, String card) implements Step {}

    record Disk() implements Step {}

    record Again(Duration pause) implements Step {}
}
