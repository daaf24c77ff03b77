package io.slipway.netboot.dns;

import io.slipway.common.Position;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.netboot.dns.PodNames.Kind;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A small pod, and questions about it. */
final class Names {

    static final PodNames POD = new PodNames(
            "pod.internal",
            List.of(host("dgx01", "10.10.1.1"), host("mgmt01.pod.internal", "10.10.0.11"), host("far", "192.168.7.5")),
            List.of(
                    extra("registry", Kind.CNAME, "mgmt01"),
                    extra("mirror", Kind.CNAME, "registry"),
                    extra("away", Kind.CNAME, "www.example.org."),
                    extra("round", Kind.CNAME, "about"),
                    extra("about", Kind.CNAME, "round"),
                    extra("*.apps", Kind.ADDRESS, "10.10.0.10"),
                    extra("vip", Kind.ADDRESS, "10.10.0.10"),
                    extra("vip", Kind.ADDRESS, "10.10.0.12"),
                    extra("_etcd-server._tcp", Kind.SRV, "10 5 2380 mgmt01")),
            List.of(IpNetwork.parse("10.10.0.0/22").orElseThrow()),
            List.of(ip("10.10.0.2")));

    private Names() {}

    static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    static PodNames.Host host(String name, String address) {
        return new PodNames.Host(name, ip(address), Position.in("pod.yml"));
    }

    static PodNames.Extra extra(String name, Kind kind, String value) {
        return new PodNames.Extra(name, kind, value, Position.in("slipway.yml"));
    }

    static Message query(String name, int type) {
        Message query = Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
        query.getHeader().setID(4711);
        return query;
    }

    /** The records of an answer, one a line: {@code NAME TYPE DATA}. */
    static List<String> records(Message message, int section) {
        return message.getSection(section).stream()
                .map(record -> record.getName() + " " + Type.string(record.getType()) + " " + record.rdataToString())
                .toList();
    }

    static List<String> answers(Message message) {
        return records(message, Section.ANSWER);
    }
}
