package io.slipway.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.ProblemException;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorityTest {

    private static final IpAddress SERVER = ip("10.10.0.1");
    private static final MacAddress DGX = MacAddress.parse("52:54:00:00:00:02").orElseThrow();
    private static final Link RACK = new Link(
            IpNetwork.parse("10.10.0.0/24").orElseThrow(),
            Optional.of(new Link.Pool(ip("10.10.0.100"), ip("10.10.0.102"))),
            List.of(ip("10.10.0.254")),
            List.of(SERVER),
            List.of(SERVER),
            "pod.internal",
            Duration.ofHours(1));
    private static final Link FAR = new Link(
            IpNetwork.parse("10.20.0.0/24").orElseThrow(),
            Optional.of(new Link.Pool(ip("10.20.0.100"), ip("10.20.0.199"))),
            List.of(),
            List.of(),
            List.of(),
            "",
            Duration.ofHours(1));

    @TempDir
    Path home;

    private StateDatabase database;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private Authority authority;

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @BeforeEach
    void start() {
        database = StateDatabase.open(home);
        Node node = new Node("dgx01", Optional.of("dgxos-7"), Node.Loader.FIRMWARE);
        authority = new Authority(
                List.of(RACK, FAR),
                Map.of(DGX, new Reservation(node, ip("10.10.0.11"))),
                new Leases(new LeaseTable(database), () -> now, Duration.ofHours(1)),
                new BootDesk(
                        Map.of(DGX, node),
                        new NodeStates(new NodeTimeline(database), () -> now),
                        new DecideBoot(false, true)),
                new BootOffer(8080, Optional.empty()));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    /** A machine of the pool, told by the last number of its hardware address. */
    private static DhcpMessage from(int machine, MessageType type) {
        DhcpMessage any = Packets.read("uefi-pxe-discover");
        DhcpMessage.Hardware hardware = new DhcpMessage.Hardware(1, "0200000000" + "%02x".formatted(machine));
        return new DhcpMessage(
                false,
                hardware,
                0,
                7,
                0,
                false,
                Wire.NONE,
                Wire.NONE,
                Wire.NONE,
                Wire.NONE,
                "",
                "",
                any.options()
                        .without(Option.VENDOR_CLASS)
                        .without(Option.MACHINE)
                        .with(Option.MESSAGE_TYPE, type.bytes()));
    }

    private static DhcpMessage wanting(DhcpMessage message, IpAddress address) {
        return message.with(message.options().with(Option.REQUESTED_ADDRESS, address));
    }

    private static DhcpMessage chose(DhcpMessage message, IpAddress server) {
        return message.with(message.options().with(Option.SERVER, server));
    }

    private static DhcpMessage relayed(DhcpMessage message, String relay) {
        return relayed(message, relay, 1);
    }

    private static DhcpMessage relayed(DhcpMessage message, String relay, int hops) {
        return new DhcpMessage(
                false,
                message.hardware(),
                hops,
                message.transaction(),
                0,
                message.broadcast(),
                message.ciaddr(),
                Wire.NONE,
                Wire.NONE,
                ip(relay),
                "",
                "",
                message.options());
    }

    private Reply reply(DhcpMessage message) {
        return authority.answer(message, SERVER);
    }

    private String answer(DhcpMessage message) {
        return reply(message)
                .message()
                .map(its -> its.type().orElseThrow() + " " + its.yiaddr())
                .orElse("silence");
    }

    private String lease(int machine) {
        String offer = answer(from(machine, MessageType.DISCOVER));
        IpAddress address = ip(offer.substring(6));
        return answer(chose(wanting(from(machine, MessageType.REQUEST), address), SERVER));
    }

    private Optional<IpAddress> written(int machine) {
        return new Leases(new LeaseTable(database), () -> now, Duration.ofHours(1)).of("02:00:00:00:00:0" + machine);
    }

    /** So that many can be written at once; replies are sent after that. */
    @Test
    void whatWasPromisedIsWrittenDownWhenItIsSettled() {
        lease(1);
        lease(2);
        assertEquals(Optional.empty(), written(1));
        authority.settle();
        assertEquals(Optional.of(ip("10.10.0.100")), written(1));
        assertEquals(Optional.of(ip("10.10.0.101")), written(2));
        lease(3);
        database.close();
        assertThrows(ProblemException.class, authority::settle, "nobody is told what could not be written");
        database = StateDatabase.open(home);
        assertEquals(Optional.empty(), written(3));
    }

    @Test
    void aMachineThatNobodyDescribedGetsAnAddressOfThePoolAndKeepsIt() {
        assertEquals("ACK 10.10.0.100", lease(1));
        assertEquals("ACK 10.10.0.101", lease(2));
        assertEquals("ACK 10.10.0.100", lease(1));
        now = now.plus(Duration.ofDays(3));
        assertEquals("ACK 10.10.0.101", lease(2), "nobody else needed it meanwhile");
    }

    @Test
    void anAddressThatRanOutGoesToAnotherOnlyWhenNoneIsLeft() {
        assertEquals("ACK 10.10.0.100", lease(1));
        now = now.plusSeconds(10);
        assertEquals("ACK 10.10.0.101", lease(2));
        assertEquals("ACK 10.10.0.102", lease(3));
        assertEquals("silence", answer(from(4, MessageType.DISCOVER)));
        now = now.plus(Duration.ofHours(2));
        assertEquals("ACK 10.10.0.100", lease(4), "the one that was free for longest");
    }

    @Test
    void whatWasAcknowledgedSurvivesAndWhatWasOfferedIsHeldForAWhile() {
        lease(1);
        assertEquals("OFFER 10.10.0.101", answer(from(2, MessageType.DISCOVER)));
        assertEquals("OFFER 10.10.0.102", answer(from(3, MessageType.DISCOVER)));
        authority.settle();
        database.close();
        start();
        assertEquals("OFFER 10.10.0.101", answer(from(4, MessageType.DISCOVER)), "an offer is forgotten");
        assertEquals("ACK 10.10.0.100", answer(wanting(from(1, MessageType.REQUEST), ip("10.10.0.100"))));
    }

    @Test
    void aNodeOfTheInventoryHasItsAddressAsFirmwareAsIpxeAndAsSystem() {
        DhcpMessage firmware = Packets.read("uefi-pxe-discover");
        DhcpMessage ipxe = Packets.read("uefi-ipxe-discover");
        DhcpMessage system = firmware.with(
                firmware.options().without(Option.VENDOR_CLASS).with(Option.CLIENT, new byte[] {(byte) 255, 1, 2, 3, 4
                }));
        for (DhcpMessage message : List.of(firmware, ipxe, system)) {
            assertEquals("OFFER 10.10.0.11", answer(message));
        }
        assertEquals("dgx01", reply(firmware).message().orElseThrow().options().text(Option.HOST_NAME));
    }

    @Test
    void aReservationIsGivenToNobodyElse() {
        assertEquals("OFFER 10.10.0.100", answer(wanting(from(1, MessageType.DISCOVER), ip("10.10.0.11"))));
        assertEquals("NAK 0.0.0.0", answer(chose(wanting(from(1, MessageType.REQUEST), ip("10.10.0.11")), SERVER)));
    }

    @Test
    void aRequestThatIsForAnotherServerIsNotAnswered() {
        DhcpMessage request = wanting(from(1, MessageType.REQUEST), ip("10.10.0.100"));
        assertEquals("silence", answer(chose(request, ip("10.10.0.2"))));
    }

    /** RFC 2131, section 4.3.2, INIT-REBOOT. */
    @Test
    void aMachineThatStartsAgainIsToldWhetherItsAddressStillHolds() {
        lease(1);
        assertEquals("ACK 10.10.0.100", answer(wanting(from(1, MessageType.REQUEST), ip("10.10.0.100"))));
        assertEquals("NAK 0.0.0.0", answer(wanting(from(1, MessageType.REQUEST), ip("10.10.0.101"))), "not its own");
        assertEquals(
                "NAK 0.0.0.0", answer(wanting(from(9, MessageType.REQUEST), ip("192.168.1.5"))), "of another network");
        assertEquals(
                "silence",
                answer(wanting(from(9, MessageType.REQUEST), ip("10.10.0.50"))),
                "somebody else may know it");
    }

    /** RFC 2131, section 4.3.2, RENEWING: the answer goes to where the client is. */
    @Test
    void aLeaseIsRenewed() {
        lease(1);
        now = now.plus(Duration.ofMinutes(50));
        DhcpMessage renewal = from(1, MessageType.REQUEST).addresses(ip("10.10.0.100"), Wire.NONE);
        assertEquals("ACK 10.10.0.100", answer(renewal));
        assertEquals(
                "10.10.0.100:68", reply(renewal).to() + ":" + reply(renewal).port());
        now = now.plus(Duration.ofMinutes(50));
        assertEquals("OFFER 10.10.0.101", answer(from(2, MessageType.DISCOVER)));
    }

    @Test
    void anAddressThatSomebodyElseUsesIsPutAside() {
        lease(1);
        assertEquals("silence", answer(wanting(from(2, MessageType.DECLINE), ip("10.10.0.100"))), "not its to decline");
        assertEquals("ACK 10.10.0.100", lease(1));
        assertEquals("silence", answer(wanting(from(1, MessageType.DECLINE), ip("10.10.0.100"))));
        assertEquals("ACK 10.10.0.101", lease(1));
        now = now.plusSeconds(10);
        assertEquals("ACK 10.10.0.102", lease(2));
        now = now.plus(Duration.ofHours(2));
        assertEquals("ACK 10.10.0.101", lease(3), "the lease that ran out, not what was declined");
    }

    @Test
    void anAddressThatWasGivenBackIsFree() {
        lease(1);
        lease(2);
        lease(3);
        DhcpMessage release = from(1, MessageType.RELEASE).addresses(ip("10.10.0.100"), Wire.NONE);
        assertEquals("silence", answer(release));
        assertEquals("ACK 10.10.0.100", lease(4));
    }

    @Test
    void whoHasAnAddressIsToldTheRestWithoutOne() {
        DhcpMessage inform = from(1, MessageType.INFORM).addresses(ip("10.10.0.77"), Wire.NONE);
        Reply reply = reply(inform);
        DhcpMessage answer = reply.message().orElseThrow();
        assertEquals("ACK 0.0.0.0", answer(inform));
        assertFalse(answer.options().has(Option.LEASE_TIME));
        assertEquals("pod.internal", answer.options().text(Option.DOMAIN_NAME));
        assertEquals("10.10.0.77", reply.to().toString());
    }

    @Test
    void aRelayedRequestIsOfTheNetworkOfTheRelayAndGetsItsMarkBack() {
        byte[] mark = {1, 4, 'e', 't', 'h', '7', 2, 2, 'r', '1'};
        DhcpMessage far = relayed(from(1, MessageType.DISCOVER), "10.20.0.1");
        DhcpMessage marked = far.with(far.options().with(Option.RELAY_AGENT, mark));
        Reply reply = reply(marked);
        assertEquals("OFFER 10.20.0.100", answer(marked));
        assertEquals("10.20.0.1:67", reply.to() + ":" + reply.port());
        assertTrue(reply.message().orElseThrow().options().toString().endsWith("82=010465746837" + "02027231"));
        assertEquals("silence", answer(relayed(from(1, MessageType.DISCOVER), "10.30.0.1")), "nobody described that");
    }

    @Test
    void whatRelayAgentsSendRoundInACircleIsNotAnswered() {
        assertEquals("OFFER 10.20.0.100", answer(relayed(from(1, MessageType.DISCOVER), "10.20.0.1", 16)));
        assertEquals("silence", answer(relayed(from(1, MessageType.DISCOVER), "10.20.0.1", 17)));
    }

    /** Boards of one make may all say the same; firmware says it in option 97. */
    @Test
    void machinesOfOneUuidAreTwoMachines() {
        DhcpMessage one = Packets.read("uefi-pxe-discover");
        DhcpMessage other = from(2, MessageType.DISCOVER).with(one.options());
        assertEquals("OFFER 10.10.0.11", answer(one));
        assertEquals("OFFER 10.10.0.100", answer(other));
        assertEquals("", reply(other).message().orElseThrow().options().text(Option.HOST_NAME));
    }

    @Test
    void whatWasPromisedBeforeTheClockWasSetBackEndsAllTheSame() {
        now = now.plus(Duration.ofDays(400));
        lease(1);
        now = now.plusSeconds(1);
        lease(2);
        lease(3);
        authority.settle();
        database.close();
        now = now.minus(Duration.ofDays(400));
        start();
        assertEquals("silence", answer(from(4, MessageType.DISCOVER)), "for a while they may be in use");
        now = now.plus(Duration.ofDays(2));
        assertTrue(answer(from(4, MessageType.DISCOVER)).startsWith("OFFER 10.10.0.10"), "then not");
    }

    /** RFC 3527: the relay is reached at one address, and the client is at another link. */
    @Test
    void aRelayMayNameTheLink() {
        DhcpMessage far = relayed(from(1, MessageType.DISCOVER), "10.10.0.9");
        DhcpMessage named =
                far.with(far.options().with(Option.RELAY_AGENT, new byte[] {1, 1, 'x', 5, 4, 10, 20, 0, 0}));
        assertEquals("OFFER 10.20.0.100", answer(named));
        byte[] broken = {5, 4, 10};
        assertEquals("OFFER 10.10.0.100", answer(far.with(far.options().with(Option.RELAY_AGENT, broken))));
    }

    @Test
    void aRefusalReachesAClientThatHasNoAddressYet() {
        Reply direct = reply(wanting(from(1, MessageType.REQUEST), ip("192.168.1.5")));
        assertEquals("255.255.255.255:68", direct.to() + ":" + direct.port());
        Reply relayed = reply(relayed(wanting(from(1, MessageType.REQUEST), ip("192.168.1.5")), "10.20.0.1"));
        assertEquals("10.20.0.1:67", relayed.to() + ":" + relayed.port());
        assertTrue(relayed.message().orElseThrow().broadcast());
    }

    @Test
    void answersOfOthersAndMessagesWithoutTypeAreNotAnswered() {
        for (MessageType type : List.of(MessageType.OFFER, MessageType.ACK, MessageType.NAK)) {
            assertEquals("silence", answer(from(1, type)));
        }
        DhcpMessage none = from(1, MessageType.DISCOVER);
        assertEquals("silence", answer(none.with(none.options().without(Option.MESSAGE_TYPE))));
    }
}
