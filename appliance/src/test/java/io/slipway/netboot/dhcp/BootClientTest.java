package io.slipway.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BootClientTest {

    private static final Optional<UUID> UUID_OF_LAB =
            Optional.of(UUID.fromString("11111111-2222-3333-4444-555555555555"));

    private static BootClient client(String name) {
        return BootClient.of(Packets.read(name)).orElseThrow();
    }

    private static Optional<BootClient> client(String vendor, String architecture, String machine) {
        DhcpMessage asking = Packets.read("uefi-pxe-discover");
        Options options = Options.NONE
                .with(Option.MESSAGE_TYPE, MessageType.DISCOVER.bytes())
                .with(Option.VENDOR_CLASS, vendor);
        if (!architecture.isEmpty()) {
            options = options.with(Option.ARCHITECTURE, HexFormat.of().parseHex(architecture));
        }
        if (!machine.isEmpty()) {
            options = options.with(Option.MACHINE, HexFormat.of().parseHex(machine));
        }
        return BootClient.of(asking.with(options));
    }

    @Test
    void firmwareIsRecognised() {
        assertEquals(new BootClient(Route.PXE, Platform.UEFI_X64, UUID_OF_LAB), client("uefi-pxe-discover"));
        assertEquals(new BootClient(Route.PXE, Platform.UEFI_X64, UUID_OF_LAB), client("uefi-pxe-request"));
        assertEquals(
                new BootClient(Route.PXE, Platform.UEFI_X64, Optional.empty()),
                client("uefi-pxe-discover-without-uuid"));
        assertEquals(new BootClient(Route.HTTP, Platform.UEFI_X64, Optional.empty()), client("uefi-http-discover"));
        assertEquals(new BootClient(Route.HTTP, Platform.UEFI_X64, Optional.empty()), client("uefi-http-request"));
    }

    @Test
    void iPxeIsRecognisedWhateverItsVendorClass() {
        assertEquals(new BootClient(Route.IPXE, Platform.BIOS, UUID_OF_LAB), client("bios-ipxe-discover"));
        assertEquals(new BootClient(Route.IPXE, Platform.UEFI_X64, UUID_OF_LAB), client("uefi-ipxe-request"));
        for (int code : new int[] {Option.IPXE, Option.USER_CLASS}) {
            DhcpMessage message = Packets.read("bios-ipxe-discover");
            assertEquals(
                    Route.IPXE,
                    BootClient.of(message.with(message.options().without(code)))
                            .orElseThrow()
                            .route(),
                    "one sign of the two is enough");
        }
        DhcpMessage plain = Packets.read("uefi-pxe-discover");
        assertEquals(
                Route.IPXE,
                BootClient.of(plain.with(plain.options().with(Option.USER_CLASS, "\5other\4iPXE")))
                        .orElseThrow()
                        .route(),
                "as RFC 3004 has it");
    }

    @ParameterizedTest
    @CsvSource({
        "PXEClient:Arch:00000:UNDI:002001, 0000, BIOS, X86",
        "PXEClient:Arch:00006:UNDI:003000, 0006, UEFI, X86",
        "PXEClient:Arch:00007:UNDI:003000, 0007, UEFI, X64",
        "PXEClient:Arch:00009:UNDI:003000, 0009, UEFI, X64",
        "PXEClient:Arch:00011:UNDI:003000, 000b, UEFI, ARM64",
        "HTTPClient:Arch:00019:UNDI:003000, 0013, UEFI, ARM64",
        "HTTPClient:Arch:00011:UNDI:003000, 000b, UEFI, ARM64", // BlueField
        "PXEClient, 00ff0007, UEFI, X64", // the first that is known
        "PXEClient:Arch:00011:UNDI:003000, '', UEFI, ARM64",
        "PXEClient, '', BIOS, X86",
    })
    void thePlatformIsWhatFirmwareNumbers(
            String vendor, String types, Platform.Firmware firmware, Platform.Architecture architecture) {
        BootClient client = client(vendor, types, "").orElseThrow();
        assertEquals(new Platform(firmware, architecture), client.platform());
        assertEquals(vendor.startsWith("HTTP") ? Route.HTTP : Route.PXE, client.route());
    }

    @Test
    void theFirstFieldsOfAUuidTravelWithTheirLeastByteFirst() {
        assertEquals(
                Optional.of(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")),
                client("PXEClient", "0007", "0033221100554477668899aabbccddeeff")
                        .orElseThrow()
                        .machine());
    }

    @Test
    void placeholdersAreNoUuid() {
        for (String digits : new String[] {"00", "ff"}) {
            assertEquals(
                    Optional.empty(),
                    client("PXEClient", "0007", "00" + digits.repeat(16))
                            .orElseThrow()
                            .machine());
        }
    }

    @Test
    void whatContradictsItselfOrDoesNotBootGetsNoLoader() {
        assertEquals(Optional.empty(), client("PXEClient", "0007", "0011"));
        assertEquals(Optional.empty(), client("PXEClient", "0007", "01" + "11".repeat(16)));
        assertEquals(Optional.empty(), client("PXEClient", "1234", ""));
        for (String vendor : new String[] {"", "iDRAC", "CPQRIB3", "NVIDIA/BF/BMC", "pxeclient", "MSFT 5.0"}) {
            assertEquals(Optional.empty(), client(vendor, "0007", ""), vendor);
        }
    }
}
