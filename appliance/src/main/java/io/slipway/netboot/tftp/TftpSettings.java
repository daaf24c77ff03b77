package io.slipway.netboot.tftp;

import java.time.Duration;

/**
 * How a server treats its clients.
 *
 * @param largestWindow packets that are sent before one is acknowledged, however many more a client would take
 * @param firstTimeout before something is sent again; doubles with each time, unless the client named one
 * @param attempts how often a packet is sent before its client is given up
 * @param transfers how many there may be at the same time
 */
public record TftpSettings(int largestWindow, Duration firstTimeout, int attempts, int transfers) {

    public static final TftpSettings DEFAULT = new TftpSettings(32, Duration.ofSeconds(1), 6, 1024);
}
