package io.slipway.netboot.boot;

import java.util.Optional;

/**
 * What the inventory says about a node that boots.
 *
 * @param profile what is installed on it, if anything
 * @param loader which one its firmware gets, if that is UEFI
 */
public record Node(String name, Optional<String> profile, Loader loader) {

    /** What UEFI starts, and that asks what to boot. */
    public enum Loader {
        /** iPXE over the firmware's own driver: works with every card that could boot at all, ConnectX among them. */
        FIRMWARE,
        /** iPXE with drivers of its own: for firmware whose driver is broken. */
        IPXE,
        /** Shim and GRUB with signatures that Secure Boot accepts. */
        SIGNED
    }
}
