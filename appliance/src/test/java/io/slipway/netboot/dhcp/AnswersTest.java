package io.slipway.netboot.dhcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.LeaseTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeStates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each client class is answered, byte by byte: in {@code answers.packets}, zeros at the end left out. */
class AnswersTest {

    private static final IpAddress SERVER = ip("10.99.0.1");

    @TempDir
    Path home;

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    /** Bytes of the header in lines by field, of options one a line. */
    private static String shown(Reply reply) {
        if (reply.message().isEmpty()) {
            return "silence\n";
        }
        ByteBuffer out = DhcpCodec.write(reply.message().get(), 548);
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        HexFormat hex = HexFormat.of();
        StringBuilder text = new StringBuilder(reply.to() + ":" + reply.port() + "\n");
        int[] fields = {0, 4, 8, 12, 16, 20, 24, 28, 44, 108, 236, 240};
        for (int i = 0; i + 1 < fields.length; i++) {
            String digits = hex.formatHex(bytes, fields[i], fields[i + 1]);
            text.append(fields[i] < 44 ? digits : digits.replaceFirst("(00)+$", ""))
                    .append('\n');
        }
        int at = 240;
        while (bytes[at] != (byte) 255) {
            int end = at + 2 + bytes[at + 1];
            text.append(hex.formatHex(bytes, at, end)).append('\n');
            at = end;
        }
        return text + "ff\n";
    }

    @Test
    void wholeAnswersToPacketsOfFirmware() throws IOException {
        StringBuilder all = new StringBuilder();
        try (StateDatabase database = StateDatabase.open(home)) {
            InstantSource noon = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));
            NodeStates states = new NodeStates(new NodeTimeline(database), noon);
            BootOffer boot = new BootOffer(8080, Optional.empty());
            Map<MacAddress, Reservation> reservations = Map.of(
                    mac(1), reservation("mgmt01", "10.99.0.85"),
                    mac(2), reservation("dgx01", "10.99.0.86"),
                    mac(3), reservation("dgx02", "10.99.0.87"));
            Link link = new Link(
                    IpNetwork.parse("10.99.0.0/24").orElseThrow(),
                    Optional.empty(),
                    List.of(SERVER),
                    List.of(),
                    List.of(),
                    "pod.internal",
                    Duration.ofHours(1));
            Map<MacAddress, Node> nodes = new HashMap<>();
            reservations.forEach((card, its) -> nodes.put(card, its.node()));
            BootDesk desk = new BootDesk(nodes, states, new DecideBoot(false, true));
            Authority authority = new Authority(
                    List.of(link),
                    reservations,
                    new Leases(new LeaseTable(database), noon, Duration.ofHours(1)),
                    desk,
                    boot);
            Proxy proxy = new Proxy(desk, boot);
            for (String name : Packets.in("firmware.packets").keySet()) {
                DhcpMessage message = Packets.read(name);
                all.append("authority ")
                        .append(name)
                        .append('\n')
                        .append(shown(authority.answer(message, SERVER)))
                        .append('\n');
                all.append("proxy ")
                        .append(name)
                        .append('\n')
                        .append(shown(proxy.answer(message, SERVER, false)))
                        .append('\n');
                DhcpMessage direct = message.addresses(ip("10.99.0.99"), Wire.NONE);
                all.append("proxy at port 4011 ")
                        .append(name)
                        .append('\n')
                        .append(shown(proxy.answer(direct, SERVER, true)))
                        .append('\n');
            }
        }
        try (InputStream expected = AnswersTest.class.getResourceAsStream("answers.packets")) {
            assertEquals(new String(expected.readAllBytes(), UTF_8), all.toString());
        }
    }

    /** Else they differ in nothing: option 43 alone decides whether EDK2 asks at port 4011. */
    @Test
    void uefiOfTheOtherSchoolIsToldThatTheFileStandsInTheOffer() throws IOException {
        String left = offerBeside(Node.Proxied.ASKED);
        String named = "3c09505845436c69656e74\n";
        assertTrue(left.contains(named), left);
        assertEquals(left.replace(named, named + "2b04060108ff\n"), offerBeside(Node.Proxied.OFFERED));
    }

    private String offerBeside(Node.Proxied proxied) throws IOException {
        DhcpMessage message = Packets.read("uefi-pxe-discover");
        Node node = new Node("dgx01", Optional.of("ubuntu-24.04"), Optional.empty(), Node.Loader.FIRMWARE, proxied);
        try (StateDatabase database = StateDatabase.open(home.resolve(proxied.name()))) {
            NodeStates states = new NodeStates(new NodeTimeline(database), InstantSource.system());
            Map<MacAddress, Node> nodes =
                    Map.of(MacAddress.parse(Authority.name(message)).orElseThrow(), node);
            BootDesk desk = new BootDesk(nodes, states, new DecideBoot(false, true));
            return shown(new Proxy(desk, new BootOffer(8080, Optional.empty())).answer(message, SERVER, false));
        }
    }

    private static MacAddress mac(int last) {
        return MacAddress.parse("52:54:00:00:00:0" + last).orElseThrow();
    }

    private static Reservation reservation(String name, String address) {
        return new Reservation(new Node(name, Optional.of("ubuntu-24.04"), Node.Loader.FIRMWARE), ip(address));
    }
}
