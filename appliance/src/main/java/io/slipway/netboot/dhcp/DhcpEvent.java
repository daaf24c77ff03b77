package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import java.util.Optional;

/** What a server did with a message. */
public sealed interface DhcpEvent {

    /**
     * @param client its hardware address, or, when it has none, its identifier
     * @param boot what it was told to boot, and why; empty when it did not ask
     */
    record Answered(String client, String asked, String answered, IpAddress address, Optional<String> boot)
            implements DhcpEvent {}

    /** Not answered, and why. */
    record Passed(String client, String asked, String why) implements DhcpEvent {}

    /** The server could not do its work. */
    record Failed(String why) implements DhcpEvent {}
}
