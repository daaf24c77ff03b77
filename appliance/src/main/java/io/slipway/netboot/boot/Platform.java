package io.slipway.netboot.boot;

import java.util.Locale;
import java.util.Optional;

/** What a machine is able to start. */
public record Platform(Firmware firmware, Architecture architecture) {

    public enum Firmware {
        BIOS,
        UEFI
    }

    public enum Architecture {
        X86,
        X64,
        ARM32,
        ARM64
    }

    public static final Platform BIOS = new Platform(Firmware.BIOS, Architecture.X86);
    public static final Platform UEFI_X64 = new Platform(Firmware.UEFI, Architecture.X64);
    public static final Platform UEFI_ARM64 = new Platform(Firmware.UEFI, Architecture.ARM64);

    /**
     * By the number that firmware gives in DHCP (RFC 4578, section 2.1, and IANA's list of processor architecture types). 7 and 9 were mixed up
     * in the field and mean the same; a number with "HTTP" in its name says no more about the machine than the one without.
     */
    public static Optional<Platform> numbered(int type) {
        return Optional.ofNullable(
                switch (type) {
                    case 0, 20 -> BIOS;
                    case 6, 15 -> new Platform(Firmware.UEFI, Architecture.X86);
                    case 7, 9, 16 -> UEFI_X64;
                    case 10, 18 -> new Platform(Firmware.UEFI, Architecture.ARM32);
                    case 11, 19 -> UEFI_ARM64;
                    default -> null;
                });
    }

    /** By the words in which iPXE speaks of itself: {@code platform} and {@code buildarch}. */
    public static Optional<Platform> named(String platform, String architecture) {
        return switch (platform + " " + architecture) {
            case "pcbios i386", "pcbios x86_64" -> Optional.of(BIOS);
            case "efi i386" -> Optional.of(new Platform(Firmware.UEFI, Architecture.X86));
            case "efi x86_64" -> Optional.of(UEFI_X64);
            case "efi arm32" -> Optional.of(new Platform(Firmware.UEFI, Architecture.ARM32));
            case "efi arm64" -> Optional.of(UEFI_ARM64);
            default -> Optional.empty();
        };
    }

    /** As people read it: {@code UEFI x64}. */
    @Override
    public String toString() {
        return equals(BIOS) ? "BIOS" : firmware + " " + architecture.name().toLowerCase(Locale.ROOT);
    }
}
