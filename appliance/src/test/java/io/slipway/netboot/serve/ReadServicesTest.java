package io.slipway.netboot.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadServicesTest {

    private final List<Problem> problems = new ArrayList<>();

    private Optional<DnsSettings> dns(String text) {
        return ReadServices.dns(YamlReader.read("slipway.yml", text), problems);
    }

    private Optional<NtpSettings> ntp(String text) {
        return ReadServices.ntp(YamlReader.read("slipway.yml", text), problems);
    }

    @Test
    void everythingThatCanBeSet() {
        DnsSettings settings = dns("""
                interfaces: [enp1s0]
                port: 5353
                forwarders: 192.0.2.53
                clients: [10.10.0.0/22]
                records:
                  - {name: registry, cname: mgmt01}
                  - {name: vip, address: [10.10.0.10, 10.10.0.12]}
                  - {name: _etcd._tcp, srv: 0 0 2380 mgmt01}
                """).orElseThrow();
        assertEquals(List.of(), problems);
        assertEquals(List.of("enp1s0"), settings.interfaces());
        assertEquals(5353, settings.port());
        assertEquals(List.of(IpAddress.parse("192.0.2.53").orElseThrow()), settings.forwarders());
        assertEquals(List.of(IpNetwork.parse("10.10.0.0/22").orElseThrow()), settings.clients());
        assertEquals(
                List.of(
                        "registry CNAME mgmt01",
                        "vip ADDRESS 10.10.0.10",
                        "vip ADDRESS 10.10.0.12",
                        "_etcd._tcp SRV 0 0 2380 mgmt01"),
                settings.records().stream()
                        .map(each -> each.name() + " " + each.kind() + " " + each.value())
                        .toList());
        assertEquals(
                Optional.of(new NtpSettings(List.of("br0"), 1123, true)),
                ntp("{interfaces: br0, port: 1123, local: true}"));
    }

    @Test
    void everythingHasADefault() {
        assertEquals(Optional.of(new DnsSettings(List.of(), 53, List.of(), List.of(), List.of())), dns("{}"));
        assertEquals(Optional.of(new NtpSettings(List.of(), 123, false)), ntp("{}"));
        assertEquals(List.of(), problems);
    }

    @Test
    void allMistakesAreToldWithTheirPlaces() {
        dns("""
                interfaces: [a/b]
                port: 70000
                forwarders: [ns1]
                clients: [pod]
                records:
                  - {name: a}
                  - {cname: b}
                """);
        ntp("{port: x, stratum: 1}");
        assertEquals(
                List.of(
                        "1:14 'a/b' cannot be the name of a network interface",
                        "2:7 '70000' is not a port",
                        "3:14 'ns1' is not an IPv4 address",
                        "4:11 'pod' is not a network",
                        "6:5 the record of 'a' says nothing",
                        "7:5 'name' is missing",
                        "1:11 unknown key 'stratum' in 'ntp'",
                        "1:8 'x' is not a port"),
                problems.stream()
                        .map(each -> each.where().line() + ":" + each.where().column() + " " + each.what())
                        .toList());
    }
}
