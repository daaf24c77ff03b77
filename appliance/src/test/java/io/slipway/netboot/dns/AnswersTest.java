package io.slipway.netboot.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.network.IpNetwork;
import io.slipway.netboot.dns.PodNames.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What a query gets, without any network. */
class AnswersTest {

    private final Answers answers = new Answers(BuildZones.of(Names.POD, 1));

    private Message ask(Message query) throws IOException {
        Verdict.Reply reply = assertInstanceOf(Verdict.Reply.class, answers.judge(query.toWire(), false));
        return new Message(Answers.fitted(reply.message(), reply.room()));
    }

    private Message ask(String name, int type) throws IOException {
        return ask(Names.query(name, type));
    }

    private static void assertNothing(int code, String zone, Message answer) {
        assertEquals(code, answer.getRcode());
        assertEquals(List.of(), Names.answers(answer));
        assertEquals(
                List.of(zone + " SOA ns.pod.internal. hostmaster.pod.internal. 1 3600 600 86400 60"),
                Names.records(answer, Section.AUTHORITY));
    }

    @Test
    void aNodeHasItsAddressAndAnAddressItsNode() throws IOException {
        Message answer = ask("dgx01.pod.internal.", Type.A);
        assertEquals(List.of("dgx01.pod.internal. A 10.10.1.1"), Names.answers(answer));
        assertEquals(4711, answer.getHeader().getID());
        assertTrue(answer.getHeader().getFlag(Flags.QR));
        assertTrue(answer.getHeader().getFlag(Flags.AA), "it is ours");
        assertTrue(answer.getHeader().getFlag(Flags.RD), "it is said back");
        assertFalse(answer.getHeader().getFlag(Flags.RA), "nobody else is asked");
        assertNull(answer.getOPT());
        assertEquals(
                List.of("1.1.10.10.in-addr.arpa. PTR dgx01.pod.internal."),
                Names.answers(ask("1.1.10.10.in-addr.arpa.", Type.PTR)));
        assertEquals(
                List.of("5.7.168.192.in-addr.arpa. PTR far.pod.internal."),
                Names.answers(ask("5.7.168.192.in-addr.arpa.", Type.PTR)),
                "a node outside the pod's network");
        assertEquals(
                List.of("mgmt01.pod.internal. A 10.10.0.11"),
                Names.answers(ask("mgmt01.pod.internal.", Type.A)),
                "the inventory may write the domain, too");
    }

    @Test
    void namesAreSaidBackInTheCaseInWhichTheyWereAsked() throws IOException {
        assertEquals(List.of("DGX01.pod.INTERNAL. A 10.10.1.1"), Names.answers(ask("DGX01.pod.INTERNAL.", Type.A)));
    }

    @Test
    void aliasesAreFollowedWithinThePod() throws IOException {
        assertEquals(
                List.of(
                        "mirror.pod.internal. CNAME registry.pod.internal.",
                        "registry.pod.internal. CNAME mgmt01.pod.internal.",
                        "mgmt01.pod.internal. A 10.10.0.11"),
                Names.answers(ask("mirror.pod.internal.", Type.A)));
        assertEquals(
                List.of("mirror.pod.internal. CNAME registry.pod.internal."),
                Names.answers(ask("mirror.pod.internal.", Type.CNAME)));
        assertEquals(
                List.of("away.pod.internal. CNAME www.example.org."), Names.answers(ask("away.pod.internal.", Type.A)));
        assertEquals(8, Names.answers(ask("round.pod.internal.", Type.A)).size(), "a circle comes to an end");
    }

    @Test
    void servicesWildcardsAndSeveralAddresses() throws IOException {
        assertEquals(
                List.of("_etcd-server._tcp.pod.internal. SRV 10 5 2380 mgmt01.pod.internal."),
                Names.answers(ask("_etcd-server._tcp.pod.internal.", Type.SRV)));
        assertEquals(
                List.of("a.b.apps.pod.internal. A 10.10.0.10"), Names.answers(ask("a.b.apps.pod.internal.", Type.A)));
        assertEquals(
                List.of("vip.pod.internal. A 10.10.0.10", "vip.pod.internal. A 10.10.0.12"),
                Names.answers(ask("vip.pod.internal.", Type.A)));
        assertEquals(List.of("pod.internal. NS ns.pod.internal."), Names.answers(ask("pod.internal.", Type.NS)));
        assertEquals(List.of("ns.pod.internal. A 10.10.0.2"), Names.answers(ask("ns.pod.internal.", Type.A)));
    }

    @Test
    void whatIsNotThereIsToldApartFromWhatHasNothingOfTheType() throws IOException {
        assertNothing(Rcode.NXDOMAIN, "pod.internal.", ask("dgx99.pod.internal.", Type.A));
        assertNothing(Rcode.NOERROR, "pod.internal.", ask("dgx01.pod.internal.", Type.AAAA));
        assertNothing(Rcode.NOERROR, "pod.internal.", ask("_tcp.pod.internal.", Type.A));
        assertNothing(Rcode.NOERROR, "pod.internal.", ask("apps.pod.internal.", Type.A));
        assertNothing(Rcode.NOERROR, "pod.internal.", ask("x.apps.pod.internal.", Type.TXT));
        assertNothing(Rcode.NXDOMAIN, "2.10.10.in-addr.arpa.", ask("9.2.10.10.in-addr.arpa.", Type.PTR));
    }

    @Test
    void otherNamesAreOutside() {
        for (String name : List.of("deb.example.org.", "internal.", ".", "1.4.10.10.in-addr.arpa.")) {
            Verdict.Outside outside = assertInstanceOf(
                    Verdict.Outside.class,
                    answers.judge(Names.query(name, Type.A).toWire(), false),
                    name);
            assertEquals(Rcode.REFUSED, outside.refusal().getRcode());
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsCutAndComesWholeToWhoTakesMore() throws IOException {
        List<PodNames.Extra> many = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            many.add(Names.extra("many", Kind.ADDRESS, "10.10.2." + i));
        }
        Answers large =
                new Answers(BuildZones.of(new PodNames("pod.internal", List.of(), many, List.of(), List.of()), 1));
        Message query = Names.query("many.pod.internal.", Type.A);
        Verdict.Reply plain = (Verdict.Reply) large.judge(query.toWire(), false);
        byte[] bytes = Answers.fitted(plain.message(), plain.room());
        assertTrue(bytes.length <= 512);
        assertTrue(new Message(bytes).getHeader().getFlag(Flags.TC));
        assertEquals(List.of(), Names.answers(new Message(bytes)));

        Verdict.Reply stream = (Verdict.Reply) large.judge(query.toWire(), true);
        assertEquals(
                60,
                Names.answers(new Message(Answers.fitted(stream.message(), stream.room())))
                        .size());

        query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
        Verdict.Reply extended = (Verdict.Reply) large.judge(query.toWire(), false);
        Message whole = new Message(Answers.fitted(extended.message(), extended.room()));
        assertEquals(60, Names.answers(whole).size());
        assertEquals(1232, assertNotNullOpt(whole).getPayloadSize());
    }

    private static OPTRecord assertNotNullOpt(Message message) {
        OPTRecord extended = message.getOPT();
        assertNotNull(extended);
        return extended;
    }

    @Test
    void whatIsNoPlainQueryIsRefusedInTheWordsOfTheProtocol() throws IOException {
        Message newer = Names.query("dgx01.pod.internal.", Type.A);
        newer.addRecord(new OPTRecord(1232, 0, 7), Section.ADDITIONAL);
        assertEquals(Rcode.BADVERS, ask(newer).getRcode());
        Message notify = Names.query("pod.internal.", Type.SOA);
        notify.getHeader().setOpcode(Opcode.NOTIFY);
        assertEquals(Rcode.NOTIMP, ask(notify).getRcode());
        assertEquals(Rcode.REFUSED, ask("pod.internal.", Type.AXFR).getRcode());
        Message chaos =
                Message.newQuery(Record.newRecord(Name.fromConstantString("version.bind."), Type.TXT, DClass.CH));
        assertEquals(Rcode.REFUSED, ask(chaos).getRcode());
        Message two = Names.query("dgx01.pod.internal.", Type.A);
        two.addRecord(
                Record.newRecord(Name.fromConstantString("far.pod.internal."), Type.A, DClass.IN), Section.QUESTION);
        assertEquals(Rcode.FORMERR, ask(two).getRcode());
        Message none = new Message(1);
        assertEquals(Rcode.FORMERR, ask(none).getRcode());
    }

    @Test
    void answersAndScrapsAreNotAnswered() {
        Message answer = Names.query("dgx01.pod.internal.", Type.A);
        answer.getHeader().setFlag(Flags.QR);
        assertInstanceOf(Verdict.Silence.class, answers.judge(answer.toWire(), false));
        assertInstanceOf(Verdict.Silence.class, answers.judge(new byte[0], false));
        assertInstanceOf(Verdict.Silence.class, answers.judge(new byte[11], false));
    }

    /** A name that points at itself, at the next byte, and past the end. */
    @Test
    void namesThatPointInCirclesAreMistakes() throws IOException {
        for (int target : new int[] {12, 14, 13, 0x3fff}) {
            byte[] packet = {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, (byte) (0xc0 | target >> 8), (byte) target, 0, 1, 0, 1
            };
            Verdict.Reply reply = assertInstanceOf(Verdict.Reply.class, answers.judge(packet, false));
            assertEquals(Rcode.FORMERR, reply.message().getRcode(), "to " + target);
        }
    }

    @Test
    void anyBytesGetAnAnswerOrNone() throws IOException {
        Random random = new Random(8);
        byte[] good = Names.query("a.apps.pod.internal.", Type.A).toWire();
        for (int i = 0; i < 50_000; i++) {
            byte[] packet = i % 2 == 0 ? good.clone() : new byte[random.nextInt(600)];
            if (i % 2 == 0) {
                for (int k = 0; k < 3; k++) {
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                }
            } else {
                random.nextBytes(packet);
            }
            switch (answers.judge(packet, random.nextBoolean())) {
                case Verdict.Silence _ -> {}
                case Verdict.Reply(var message, int room) -> assertTrue(Answers.fitted(message, room).length <= room);
                case Verdict.Outside outside ->
                    assertTrue(Answers.fitted(outside.refusal(), outside.room()).length <= outside.room());
            }
        }
    }

    @Test
    void allMistakesOfSettingsAreToldAtOnce() {
        PodNames wrong = new PodNames(
                "pod.internal",
                List.of(Names.host("x".repeat(64), "10.10.0.1")),
                List.of(
                        Names.extra("a..b", Kind.ADDRESS, "10.0.0.1"),
                        Names.extra("a", Kind.ADDRESS, "fe80::1"),
                        Names.extra("s", Kind.SRV, "1 2 mgmt01"),
                        Names.extra("s", Kind.SRV, "1 2 70000 mgmt01"),
                        Names.extra("both", Kind.ADDRESS, "10.0.0.1"),
                        Names.extra("both", Kind.CNAME, "a")),
                List.of(IpNetwork.parse("10.0.0.0/8").orElseThrow()),
                List.of());
        List<Problem> problems =
                assertThrows(DnsException.class, () -> BuildZones.of(wrong, 1)).problems();
        assertEquals(6, problems.size(), problems.toString());
        assertEquals(
                "'both' is an alias, and something else too", problems.getLast().what());
        PodNames none = new PodNames("", List.of(), List.of(), List.of(), List.of());
        assertEquals(
                "the pod has no domain",
                assertThrows(DnsException.class, () -> BuildZones.of(none, 1))
                        .problem()
                        .what());
    }
}
