package io.slipway.netboot.dns;

import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** From the bytes of a query to those of its answer (RFC 1035, 2308, 6891). */
final class Answers {

    private static final int HEADER = 12;
    private static final int USUAL = 512;

    /** What goes through every network in one piece, as the operators of resolvers agreed on in 2020. */
    static final int UNBROKEN = 1232;

    static final int LARGEST = 65535;

    private final Zones zones;

    Answers(Zones zones) {
        this.zones = zones;
    }

    /** @param stream whether it came over TCP */
    Verdict judge(byte[] packet, boolean stream) {
        Header header;
        try {
            header = new Header(packet);
        } catch (IOException e) {
            return new Verdict.Silence("it is shorter than a header");
        }
        if (header.getFlag(Flags.QR)) {
            return new Verdict.Silence("it is an answer");
        }
        int usual = stream ? LARGEST : USUAL;
        if (header.getOpcode() != Opcode.QUERY) {
            return new Verdict.Reply(bare(header, Rcode.NOTIMP), usual);
        }
        Optional<Message> query = read(packet);
        if (query.isEmpty()) {
            return new Verdict.Reply(bare(header, Rcode.FORMERR), usual);
        }
        int room = stream ? LARGEST : room(query.get());
        return judge(query.get(), room);
    }

    /** Nothing for what is no query: hostile bytes make the library fail in more than one way. */
    private static Optional<Message> read(byte[] packet) {
        try {
            Message message = new Message(packet);
            boolean whole = packet.length >= HEADER && message.getHeader().getCount(Section.QUESTION) == 1;
            return whole && message.getSection(Section.QUESTION).size() == 1 ? Optional.of(message) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static int room(Message query) {
        OPTRecord extended = query.getOPT();
        return extended == null ? USUAL : Math.clamp(extended.getPayloadSize(), USUAL, UNBROKEN);
    }

    private static Message bare(Header query, int code) {
        Message reply = new Message(query.getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setOpcode(query.getOpcode());
        reply.getHeader().setRcode(code);
        return reply;
    }

    /** An answer without records. */
    static Message reply(Message query, int code) {
        Message reply = bare(query.getHeader(), code & 0xf);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
        }
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        if (query.getOPT() != null) {
            reply.addRecord(new OPTRecord(UNBROKEN, code >> 4, 0), Section.ADDITIONAL);
        }
        return reply;
    }

    private Verdict judge(Message query, int room) {
        Record question = query.getQuestion();
        if (query.getOPT() != null && query.getOPT().getVersion() > 0) {
            return new Verdict.Reply(reply(query, Rcode.BADVERS), room);
        }
        int type = question.getType();
        if (question.getDClass() != DClass.IN || type == Type.AXFR || type == Type.IXFR) {
            return new Verdict.Reply(reply(query, Rcode.REFUSED), room);
        }
        Optional<Zones.Result> result = zones.look(question.getName(), type);
        if (result.isEmpty()) {
            return new Verdict.Outside(question.getName().toString(true), query, reply(query, Rcode.REFUSED), room);
        }
        Message reply = reply(query, result.get().exists() ? Rcode.NOERROR : Rcode.NXDOMAIN);
        reply.getHeader().setFlag(Flags.AA);
        result.get().records().forEach(record -> reply.addRecord(record, Section.ANSWER));
        result.get().soa().ifPresent(soa -> reply.addRecord(soa, Section.AUTHORITY));
        return new Verdict.Reply(reply, room);
    }

    /** As bytes; with the mark that there is more, and nothing else, where there is no room: the client asks again over TCP. */
    static byte[] fitted(Message reply, int room) {
        byte[] whole = reply.toWire(LARGEST);
        if (whole.length <= room) {
            return whole;
        }
        Message cut = new Message();
        cut.setHeader(reply.getHeader().clone());
        for (int section : new int[] {Section.QUESTION, Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
            cut.removeAllRecords(section);
        }
        cut.addRecord(reply.getQuestion(), Section.QUESTION);
        if (reply.getOPT() != null) {
            cut.addRecord(reply.getOPT(), Section.ADDITIONAL);
        }
        cut.getHeader().setFlag(Flags.TC);
        return cut.toWire(LARGEST);
    }
}
