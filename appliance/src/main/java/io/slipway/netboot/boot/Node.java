package io.slipway.netboot.boot;

import java.util.Optional;

/**
 * What the inventory says about a node that boots.
 *
 * @param profile what is installed on it, if anything
 * @param drivers whether its loader drives network cards itself
 */
public record Node(String name, Optional<String> profile, Drivers drivers) {

    /** Who drives the network card of a UEFI machine while it boots. */
    public enum Drivers {
        /** Its firmware: works with every card that could boot at all, ConnectX among them. */
        FIRMWARE,
        /** iPXE: for firmware whose driver is broken. */
        IPXE
    }
}
