package io.slipway.pod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.dhcp.Reservation;
import io.slipway.netboot.disk.DiskRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadPodTest {

    @TempDir
    Path folder;

    private Pod read(String hosts) throws IOException {
        Path file = Files.writeString(folder.resolve("pod.yml"), """
                all:
                  vars:
                    slipway_pod: {name: t, domain: pod.internal, network: 10.10.0.0/22, gateway: 10.10.0.1}
                  hosts:
                """ + hosts.indent(4));
        return ReadPod.of(new InventoryLoader(warning -> {}).load(List.of(file.toString())));
    }

    private List<String> mistakes(String hosts) {
        return assertThrows(PodException.class, () -> read(hosts).reservations()).problems().stream()
                .map(Problem::what)
                .toList();
    }

    @Test
    void aNodeIsReadFromItsHost() throws IOException {
        Pod pod = read("""
                dgx01: {ansible_host: 10.10.1.1, slipway: {mac: "A0-88-C2-00-01-01", boot: {profile: dgxos-7, nic: ipxe}}}
                mgmt01: {ansible_host: 10.10.0.11, slipway: {mac: "52:54:00:00:00:11", boot: {firmware: uefi, secure_boot: true, proxy: offered}}}
                10.10.0.12: {slipway: {mac: "525400000012"}}
                console: {ansible_host: 10.10.0.9}
                """);
        assertEquals(
                "10.10.0.0/22 10.10.0.1 pod.internal",
                pod.network().orElseThrow() + " " + pod.gateway().orElseThrow() + " " + pod.domain());
        assertEquals(
                new Reservation(
                        new Node("dgx01", Optional.of("dgxos-7"), Node.Loader.IPXE),
                        IpAddress.parse("10.10.1.1").orElseThrow()),
                pod.reservations().get(MacAddress.parse("a0:88:c2:00:01:01").orElseThrow()));
        assertEquals(
                List.of("dgx01 IPXE ASKED", "mgmt01 UEFI SIGNED OFFERED", "10.10.0.12 FIRMWARE ASKED"),
                pod.nodes().stream()
                        .map(node -> node.name() + " "
                                + node.node().firmware().map(its -> its + " ").orElse("")
                                + node.node().loader() + " " + node.node().proxied())
                        .toList());
        assertEquals(3, pod.reservations().size());
    }

    @Test
    void theExampleIsOne() {
        Path example = Path.of("").toAbsolutePath().resolveSibling("inventory/example");
        Pod pod = ReadPod.of(new InventoryLoader(warning -> {}).load(List.of(example.toString())));
        assertEquals(5, pod.reservations().size());
    }

    @Test
    void allMistakesAreTold() {
        assertEquals(
                List.of(
                        "unknown key 'mack' in 'slipway' of a",
                        "'52:54' is not a hardware address",
                        "'mac' is a template",
                        "unknown key 'profil' in 'boot' of d",
                        "'firmware' cannot be 'efi'",
                        "'nic' cannot be 'undi'",
                        "'secure_boot' must be true or false",
                        "'proxy' cannot be '43'",
                        "'e' has the same hardware address as 'd'",
                        "'e' has the same address as 'd'",
                        "'slipway' of f must be a mapping, not a string"),
                mistakes("""
                        a: {slipway: {mack: "52:54:00:00:00:01"}}
                        b: {slipway: {mac: "52:54"}}
                        c: {slipway: {mac: "{{ card }}"}}
                        d: {ansible_host: 10.10.0.1, slipway: {mac: "52:54:00:00:00:01", boot: {profil: x, firmware: efi, nic: undi, secure_boot: x, proxy: "43"}}}
                        e: {ansible_host: 10.10.0.1, slipway: {mac: "525400000001"}}
                        f: {slipway: no mapping}
                        """));
    }

    private DiskRule disk(String written) throws IOException {
        Pod pod = read("a: {slipway: {mac: \"52:54:00:00:00:01\", boot: {disk: " + written + "}}}\n");
        return pod.disks().get(MacAddress.parse("52:54:00:00:00:01").orElseThrow());
    }

    @Test
    void theDisksOfASystemAreSaidByARule() throws IOException {
        assertEquals(DiskRule.ONLY, disk("{match: only}"));
        assertEquals("smallest", disk("{match: smallest}").words());
        assertEquals(
                new DiskRule(
                        DiskRule.Which.LARGEST,
                        OptionalLong.of(400_000_000_000L),
                        OptionalLong.of(1L << 40),
                        Optional.of("MICRON*"),
                        Optional.of("A1"),
                        Optional.of("/dev/sda"),
                        Optional.of(true),
                        2),
                disk(
                        "{match: {model: MICRON*, serial: A1, path: /dev/sda, ssd: yes, size: largest, min: 400GB, max: 1TiB}, count: 2}"));
        assertEquals(
                "only min=400000000000 max=1099511627776",
                disk("{match: {min: 400GB, max: 1TiB, size: only}}").words());
        assertEquals(
                List.of(
                        "'match' is missing",
                        "'match' cannot be 'any'",
                        "'0' is not a number of disks",
                        "unknown key 'vendor' in 'match' of d",
                        "'disk' of e must be a mapping, not a string"),
                mistakes("""
                        a: {slipway: {mac: "52:54:00:00:00:01", boot: {disk: {count: 2}}}}
                        b: {slipway: {mac: "52:54:00:00:00:02", boot: {disk: {match: any}}}}
                        c: {slipway: {mac: "52:54:00:00:00:03", boot: {disk: {match: largest, count: 0}}}}
                        d: {slipway: {mac: "52:54:00:00:00:04", boot: {disk: {match: {vendor: x}}}}}
                        e: {slipway: {mac: "52:54:00:00:00:05", boot: {disk: sda}}}
                        """));
    }

    @Test
    void aNodeWithoutAnAddressCannotBeGivenOne() {
        assertEquals(
                List.of("node 'a' has no IPv4 address that could be reserved for it"),
                mistakes("a: {ansible_host: a.pod.internal, slipway: {mac: \"52:54:00:00:00:01\"}}"));
    }
}
