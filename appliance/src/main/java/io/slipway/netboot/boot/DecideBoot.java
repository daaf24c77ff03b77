package io.slipway.netboot.boot;

import io.slipway.netboot.boot.Decision.Install;
import io.slipway.netboot.boot.Decision.Live;
import io.slipway.netboot.boot.Decision.Load;
import io.slipway.netboot.boot.Decision.LocalDisk;
import io.slipway.netboot.boot.Decision.Purpose;
import io.slipway.netboot.boot.Decision.Silence;
import io.slipway.netboot.boot.Decision.Wait;
import io.slipway.netboot.boot.Decision.Wipe;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What a machine boots. DHCP, TFTP, HTTP, scripts and installers all ask this, and nothing else decides: a way around it is how a machine comes to
 * install itself for ever.
 *
 * @param open whether machines that nobody knows are taken in
 * @param room whether one more may now begin to fetch what it runs or is installed with
 */
public record DecideBoot(boolean open, boolean room) {

    private static final Duration PAUSE = Duration.ofSeconds(15);

    /** @param node nothing for a machine that nobody described */
    public Decision decide(Optional<Node> node, NodeState state, Platform platform, Route route) {
        boolean ours = open || state == NodeState.APPROVED;
        if (node.isEmpty() && !ours) {
            return new Decision(
                    route == Route.PXE || route == Route.HTTP ? new Silence() : new LocalDisk(),
                    "nobody knows this machine, and enrolment is closed");
        }
        return switch (route) {
            case PXE, HTTP -> loader(node.map(Node::loader).orElse(Node.Loader.FIRMWARE), platform);
            case IPXE, GRUB, LIVE ->
                inTurn(node.map(its -> system(its, state, platform, route))
                        .orElseGet(() -> new Decision(
                                new Live(Purpose.DISCOVERY),
                                open ? "enrolment is open" : "it was approved, but no inventory describes it")));
        };
    }

    private Decision inTurn(Decision wanted) {
        boolean fetches = wanted.answer() instanceof Install || wanted.answer() instanceof Live;
        return room || !fetches
                ? wanted
                : new Decision(
                        new Wait(PAUSE),
                        wanted.reason() + ", and it waits for its turn: as many as may be come before it");
    }

    /**
     * Firmware gets the loader in every state: the loader asks again, and leaves if the answer is the disk. Without one, much firmware would wait
     * for a minute.
     */
    private static Decision loader(Node.Loader loader, Platform platform) {
        Optional<String> file = Optional.ofNullable(
                switch (platform.architecture()) {
                    case X86 -> platform.equals(Platform.BIOS) ? "undionly.kpxe" : null;
                    case X64 ->
                        switch (loader) {
                            case FIRMWARE -> "snponly.efi";
                            case IPXE -> "ipxe.efi";
                            case SIGNED -> "shimx64.efi";
                        };
                    case ARM64 ->
                        switch (loader) {
                            case FIRMWARE -> "arm64/snponly.efi";
                            case IPXE -> "arm64/ipxe.efi";
                            case SIGNED -> "shimaa64.efi";
                        };
                    case ARM32 -> null;
                });
        return file.<Decision>map(name -> new Decision(new Load(name), "the loader for its firmware"))
                .orElseGet(() -> new Decision(new Silence(), "there is no loader for its firmware"));
    }

    private Decision system(Node node, NodeState state, Platform platform, Route route) {
        return switch (state) {
            case DISCOVERED -> disk("it was not approved");
            case APPROVED -> disk("it is not armed");
            case ARMED -> armed(node, platform, "it is armed");
            case BOOTING -> armed(node, platform, "it was given an installer, which has not reported yet");
            case INSTALLING ->
                disk(
                        "its installer has begun and not said that it ended: it is not installed twice unless it is armed again");
            case INSTALLED -> disk("it is installed");
            case READY -> disk("it is ready");
            case FAILED -> disk("its installation failed: it is not tried again unless it is armed again");
            case RESCUE -> new Decision(new Live(Purpose.RESCUE), "rescue was asked for");
            case WIPING ->
                new Decision(
                        route == Route.LIVE ? new Wipe() : new Live(Purpose.WIPING),
                        "it was ordered that its disks be wiped");
        };
    }

    private static Decision disk(String reason) {
        return new Decision(new LocalDisk(), reason);
    }

    private static Decision armed(Node node, Platform platform, String reason) {
        return obstacle(node, platform)
                .map(why -> disk(reason + ", but " + why))
                .orElseGet(() -> new Decision(new Install(node.profile().orElseThrow()), reason));
    }

    /** Why a node cannot be installed, even if that is its turn. */
    static Optional<String> obstacle(Node node, Platform platform) {
        if (node.profile().isEmpty()) {
            return Optional.of("its inventory names no profile");
        }
        return node.firmware()
                .filter(wanted -> wanted != platform.firmware())
                .map(wanted -> "it came as " + platform + " and its inventory says firmware: "
                        + wanted.name().toLowerCase(Locale.ROOT) + "; change its setup, or the inventory");
    }
}
