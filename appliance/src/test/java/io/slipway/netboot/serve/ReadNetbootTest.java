package io.slipway.netboot.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.dhcp.Link;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadNetbootTest {

    private final List<Problem> problems = new ArrayList<>();

    private NetbootSettings read(String text) {
        return ReadNetboot.read(YamlReader.read("slipway.yml", text), problems);
    }

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    @Test
    void everythingThatCanBeSet() {
        NetbootSettings settings = read("""
                interfaces: [enp1s0, br0.7]
                dhcp: proxy
                server: 10.10.0.2
                enrolment: open
                installs: 16
                in_flight: 16GiB
                networks:
                  - network: 10.10.0.0/22
                    pool: 10.10.3.100-10.10.3.250
                    routers: 10.10.0.1
                    dns: [10.10.0.2, 10.10.0.3]
                    ntp: [10.10.0.2]
                    domain: pod.internal
                    lease: 30m
                """);
        assertEquals(List.of(), problems);
        Link link = new Link(
                IpNetwork.parse("10.10.0.0/22").orElseThrow(),
                Optional.of(new Link.Pool(ip("10.10.3.100"), ip("10.10.3.250"))),
                List.of(ip("10.10.0.1")),
                List.of(ip("10.10.0.2"), ip("10.10.0.3")),
                List.of(ip("10.10.0.2")),
                "pod.internal",
                Duration.ofMinutes(30));
        assertEquals(
                new NetbootSettings(
                        List.of("enp1s0", "br0.7"),
                        NetbootSettings.Dhcp.PROXY,
                        List.of(link),
                        Optional.of(ip("10.10.0.2")),
                        true,
                        16,
                        16L << 30),
                settings);
    }

    @Test
    void everythingHasADefault() {
        assertEquals(NetbootSettings.NONE, read("{}"));
        assertEquals(NetbootSettings.Dhcp.OFF, read("dhcp: off").dhcp());
        assertEquals(
                Duration.ofHours(12),
                read("networks: [{network: 10.0.0.0/8}]").networks().getFirst().lease());
        assertEquals(List.of(), problems);
    }

    @Test
    void allMistakesAreToldWithTheirPlaces() {
        read("""
                interface: eth0
                interfaces: [a/b]
                dhcp: prox
                server: fe80::1
                enrolment: ajar
                installs: 0
                networks:
                  - network: 10.0.0.0
                  - network: 10.0.0.0/24
                    pool: 10.0.0.9-10.0.0.5
                    routers: [x]
                    lease: soon
                  - network: 10.0.0.0/24
                    pool: 10.0.0.200-10.0.1.5
                  - pool: 10.0.0.1-10.0.0.2
                in_flight: much
                """);
        assertEquals(
                List.of(
                        "1:1 unknown key 'interface' in 'netboot'",
                        "2:14 'a/b' cannot be the name of a network interface",
                        "3:7 'dhcp' cannot be 'prox'",
                        "8:14 '10.0.0.0' is not a network",
                        "10:11 '10.0.0.9-10.0.0.5' is not a pool of 10.0.0.0/24",
                        "11:15 'x' is not an IPv4 address",
                        "12:12 'soon' is not a time",
                        "14:11 '10.0.0.200-10.0.1.5' is not a pool of 10.0.0.0/24",
                        "15:5 'network' is missing",
                        "4:9 'fe80::1' is not an IPv4 address",
                        "5:12 'enrolment' cannot be 'ajar'",
                        "6:11 '0' is not a number of nodes",
                        "16:12 'much' is not a number of bytes"),
                problems.stream()
                        .map(each -> each.where().line() + ":" + each.where().column() + " " + each.what())
                        .toList());
    }
}
