package io.slipway.netboot.boot;

/** Who asks what to boot, on the way from firmware to an operating system. */
public enum Route {
    /** Firmware that fetches a loader over TFTP. */
    PXE,
    /** UEFI that fetches a loader over HTTP. */
    HTTP,
    /** iPXE, in ROM or as the loader, that takes a script. */
    IPXE,
    /** GRUB, that takes a configuration. */
    GRUB,
    /** A system that runs from memory, and wants to know what else there is to do. */
    LIVE;

    @Override
    public String toString() {
        return switch (this) {
            case IPXE -> "iPXE";
            case LIVE -> "live system";
            case PXE, HTTP, GRUB -> name();
        };
    }
}
