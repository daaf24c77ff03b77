package io.slipway.netboot.boot;

import io.slipway.netboot.boot.Platform.Firmware;
import java.util.Optional;

/**
 * What the inventory says about a node that boots.
 *
 * @param profile what is installed on it, if anything
 * @param firmware as what it is to be installed, if that matters: one that comes as the other is not
 * @param loader which one its firmware gets, if that is UEFI
 * @param proxied how its firmware learns that beside another DHCP server, if it is UEFI
 */
public record Node(String name, Optional<String> profile, Optional<Firmware> firmware, Loader loader, Proxied proxied) {

    /** A node whose firmware does what most does. */
    public Node(String name, Optional<String> profile, Loader loader) {
        this(name, profile, Optional.empty(), loader, Proxied.ASKED);
    }

    /** What UEFI starts, and that asks what to boot. */
    public enum Loader {
        /** iPXE over the firmware's own driver: works with every card that could boot at all, ConnectX among them. */
        FIRMWARE,
        /** iPXE with drivers of its own: for firmware whose driver is broken. */
        IPXE,
        /** Shim and GRUB with signatures that Secure Boot accepts. */
        SIGNED
    }

    /** UEFI makes are of two schools, and neither takes the other's offer for certain. */
    public enum Proxied {
        /** The offer names no way, and firmware asks again at port 4011: as EDK2, and what dnsmasq relies on. */
        ASKED,
        /** The offer itself holds the file, by option 43 as for BIOS: for firmware that asks nobody at port 4011. */
        OFFERED
    }
}
