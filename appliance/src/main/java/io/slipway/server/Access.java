package io.slipway.server;

import java.time.Duration;
import java.time.Instant;

/**
 * A request that was answered: an event for whoever keeps an access log. Holds no query and no header, where secrets travel.
 *
 * @param client its address
 * @param bytes of the body that were sent
 */
public record Access(Instant at, String client, String method, String path, int status, long bytes, Duration took) {}
