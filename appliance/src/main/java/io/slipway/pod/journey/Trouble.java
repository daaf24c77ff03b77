package io.slipway.pod.journey;

import java.time.Instant;

/** What a node failed at last. */
public record Trouble(Stage at, Instant since, Loss loss) {}
