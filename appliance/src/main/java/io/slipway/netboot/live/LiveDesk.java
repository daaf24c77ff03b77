package io.slipway.netboot.live;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.HardwareTable;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.Decision;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import io.slipway.netboot.disk.DiskRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What machines that run from memory say, and what they are told. The boot decision is theirs, too: who would not be sent into memory any more
 * boots again.
 */
public final class LiveDesk {

    private static final Duration PAUSE = Duration.ofSeconds(15);

    /** Within which the same report again is no news. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private static final int LONGEST_REMARK = 500;

    private final BootDesk desk;
    private final HardwareTable table;
    private final Map<MacAddress, IpAddress> addresses;
    private final Map<MacAddress, DiskRule> disks;
    private final InstantSource clock;
    private final Duration pause;

    /**
     * @param addresses from where nodes speak, as far as that is certain
     * @param disks which disks are wiped if that is ordered
     */
    public LiveDesk(
            BootDesk desk,
            HardwareTable table,
            Map<MacAddress, IpAddress> addresses,
            Map<MacAddress, DiskRule> disks,
            InstantSource clock) {
        this(desk, table, addresses, disks, clock, PAUSE);
    }

    LiveDesk(
            BootDesk desk,
            HardwareTable table,
            Map<MacAddress, IpAddress> addresses,
            Map<MacAddress, DiskRule> disks,
            InstantSource clock,
            Duration pause) {
        this.desk = desk;
        this.table = table;
        this.addresses = Map.copyOf(addresses);
        this.disks = Map.copyOf(disks);
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Who speaks: the one place where a machine is taken for what it says to be.
     *
     * @param from the address that it speaks from
     * @return its card
     * @throws LiveException when it cannot be that machine, or was never seen
     */
    MacAddress speaker(String client, String from) {
        MacAddress card = MacAddress.parse(client)
                .orElseThrow(() -> new LiveException(Problem.of("it is not clear which machine asks")));
        IpAddress its = addresses.get(card);
        if (its != null && !its.toString().equals(from)) {
            throw new LiveException(Problem.of(client + " does not speak from " + from));
        }
        if (!desk.knows(written(card))) {
            throw new LiveException(Problem.of(client + " was not seen to boot from here"));
        }
        return card;
    }

    /** As what it is written down. */
    String name(MacAddress card) {
        return desk.name(written(card));
    }

    private static String written(MacAddress card) {
        return card.written(2, ":", true);
    }

    /**
     * A machine says what it is made of.
     *
     * @return its order
     * @throws LiveException saying what is wrong with the report
     */
    String reported(MacAddress card, String json) {
        Hardware hardware = ReadReport.of(card, json);
        Instant now = clock.instant();
        Optional<HardwareTable.Row> before = table.find(written(card));
        table.put(new HardwareTable.Row(written(card), now, json));
        if (before.filter(row -> row.time().plus(AGAIN).isAfter(now)).isEmpty()) {
            desk.remarked(written(card), "its live system reported: " + hardware.summary());
        }
        return order(card, hardware);
    }

    /** What a machine is to do now. */
    String order(MacAddress card) {
        return table.find(written(card))
                .map(row -> order(card, ReadReport.of(card, row.report())))
                .orElse("report\n");
    }

    private String order(MacAddress card, Hardware hardware) {
        Platform platform = hardware.maker().firmware().equals("uefi") ? Platform.UEFI_X64 : Platform.BIOS;
        Decision decision = desk.answer(written(card), platform, Route.LIVE);
        return switch (decision.answer()) {
            case Decision.Wipe() -> wipe(card, hardware);
            case Decision.Live _, Decision.Wait _, Decision.Silence _ -> "wait " + pause.toSeconds() + "\n";
            case Decision.Install _, Decision.LocalDisk _, Decision.Load _ -> "reboot\n";
        };
    }

    private String wipe(MacAddress card, Hardware hardware) {
        ChooseDisks.Choice choice = Optional.ofNullable(disks.get(card))
                .map(rule -> ChooseDisks.of(rule, hardware.disks()))
                .orElseGet(() -> new ChooseDisks.Choice(List.of(), "its inventory does not say which ones"));
        if (choice.disks().isEmpty()) {
            desk.happened(written(card), Happening.NOT_WIPED, "none of its disks is wiped: " + choice.refusal());
            return "wait 1\n";
        }
        return "wipe\n"
                + choice.disks().stream()
                        .map(disk -> "disk " + disk.name() + " " + disk.size() + " " + disk.serial() + "\n")
                        .collect(Collectors.joining());
    }

    /** A machine says how its wiping ended. */
    void wiped(MacAddress card, boolean done, String remark) {
        String what = remark.replaceAll("[^ -~]+", " ").strip();
        String cause = (done ? "its disks were wiped: " : "its disks were not wiped: ")
                + what.substring(0, Math.min(what.length(), LONGEST_REMARK));
        desk.happened(written(card), done ? Happening.WIPED : Happening.NOT_WIPED, cause);
    }
}
