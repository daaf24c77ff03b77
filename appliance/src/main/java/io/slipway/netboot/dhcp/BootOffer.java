package io.slipway.netboot.dhcp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.slipway.common.network.IpAddress;
import io.slipway.netboot.boot.Decision;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import java.util.Optional;

/** Adds to an answer what a machine boots, in the form that its firmware takes. */
final class BootOffer {

    /** Tells iPXE not to wait for a proxy: there is none beside this server. */
    private static final byte[] NO_PROXY = {(byte) 0xb0, 1, 1};

    /** Tells firmware to take the file that stands in this very answer: no discovery of boot servers, no menu (PXE 2.1, section 2.4.1). */
    private static final byte[] TAKE_THIS_FILE = {6, 1, 8, (byte) 255};

    private final int httpPort;
    private final Optional<IpAddress> next;

    /**
     * @param httpPort where scripts and files are served
     * @param next the server of scripts and files, when it is not the one that answers
     */
    BootOffer(int httpPort, Optional<IpAddress> next) {
        this.httpPort = httpPort;
        this.next = next;
    }

    /** For an answer that gives an address, too. Firmware takes the file without options 60 and 43, and only then asks nobody else. */
    DhcpMessage direct(DhcpMessage answer, BootClient client, Decision decision, boolean known, IpAddress server) {
        Options options = answer.options();
        return switch (client.route()) {
            case IPXE, GRUB, LIVE ->
                known || !(decision.answer() instanceof Decision.LocalDisk)
                        ? answer.with(options.with(Option.BOOT_FILE, terminated(url(server) + script(answer, client)))
                                .with(Option.IPXE, NO_PROXY))
                        : answer;
            case HTTP ->
                decision.answer() instanceof Decision.Load(String file)
                        ? answer.with(options.with(Option.VENDOR_CLASS, BootClient.HTTP)
                                .with(Option.BOOT_FILE, terminated(url(server) + "boot/" + file)))
                        : answer;
            case PXE ->
                decision.answer() instanceof Decision.Load(String file)
                        ? answer.booting(next.orElse(server), "", file)
                        : answer;
        };
    }

    /**
     * For an answer beside another server's, which gives the address. UEFI is left to ask at port 4011, unless its node is of the other school; BIOS is
     * told to take the file at once, and so is iPXE, which wants the server's address beside it (2019: {@code dhcp_has_pxeopts}). Nothing when there
     * is nothing to boot.
     */
    Optional<DhcpMessage> proxy(
            DhcpMessage answer, BootClient client, Decision decision, Optional<Node> node, IpAddress server) {
        Options options = answer.options();
        boolean atOnce = client.platform().firmware() == Platform.Firmware.BIOS
                || node.filter(its -> its.proxied() == Node.Proxied.OFFERED).isPresent();
        if (client.route() == Route.PXE && decision.answer() instanceof Decision.Load(String file)) {
            Options all = options.with(Option.VENDOR_CLASS, BootClient.PXE);
            return Optional.of(answer.with(atOnce ? all.with(Option.VENDOR, TAKE_THIS_FILE) : all)
                    .booting(next.orElse(server), next.orElse(server).toString(), file));
        }
        DhcpMessage direct = direct(answer, client, decision, node.isPresent(), server);
        if (client.route() == Route.IPXE && direct.options().has(Option.BOOT_FILE)) {
            return Optional.of(direct.with(direct.options()
                            .without(Option.IPXE)
                            .with(Option.VENDOR_CLASS, BootClient.PXE)
                            .with(Option.VENDOR, TAKE_THIS_FILE))
                    .booting(next.orElse(server), "", ""));
        }
        return Optional.of(direct).filter(its -> its.options().has(Option.BOOT_FILE));
    }

    /** Where iPXE gets its script. The card that asks here is named, since iPXE may count another one as its first. */
    private static String script(DhcpMessage answer, BootClient client) {
        boolean bios = client.platform().firmware() == Platform.Firmware.BIOS;
        String architecture = switch (client.platform().architecture()) {
            case X86 -> "i386";
            case X64 -> "x86_64";
            case ARM32 -> "arm32";
            case ARM64 -> "arm64";
        };
        return "boot/ipxe?client=" + Authority.name(answer).replace(':', '-') + "&platform=" + (bios ? "pcbios" : "efi")
                + "&buildarch=" + architecture;
    }

    private String url(IpAddress server) {
        return "http://" + next.orElse(server) + ":" + httpPort + "/";
    }

    /** Some firmware reads on to a zero. */
    private static byte[] terminated(String text) {
        return (text + "\0").getBytes(ISO_8859_1);
    }
}
