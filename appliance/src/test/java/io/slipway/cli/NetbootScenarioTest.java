package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway serve} with real clients and beside a real server. Loaders stand for themselves: nothing boots here. */
@Tag("scenario")
class NetbootScenarioTest {

    private static final String POOL = "netboot.networks=[{network: 10.96.0.0/24, pool: 10.96.0.100-10.96.0.120}]";

    @TempDir
    Path directory;

    private BootLab lab;

    @BeforeEach
    void start() throws Exception {
        lab = new BootLab(directory);
        lab.inventory("node1: {ansible_host: 10.96.0.11, slipway: {mac: \"52:54:00:96:00:01\"}}");
        Path loaders = Files.createDirectories(lab.home.resolve("tftp"));
        for (String name : new String[] {"undionly.kpxe", "snponly.efi", "ipxe.efi"}) {
            Files.writeString(loaders.resolve(name), name);
        }
    }

    @AfterEach
    void stop() throws Exception {
        lab.strike();
    }

    private String udhcpc(BootLab.Machine machine, String card) throws Exception {
        lab.network.in(machine.name(), "ip", "link", "set", machine.card(), "address", card);
        return lab.network.in(
                machine.name(),
                "udhcpc",
                "-f",
                "-n",
                "-q",
                "-t",
                "10",
                "-T",
                "1",
                "-i",
                machine.card(),
                "-s",
                "/bin/true");
    }

    /** The address that Debian's client was given, and the lines of what it was told besides. */
    private String dhclient(String machine, String card) throws Exception {
        Path leases = directory.resolve("leases-" + card);
        Path config = Files.writeString(directory.resolve("dhclient.conf"), "timeout 20;\n");
        lab.network.in(
                machine,
                "dhclient",
                "-4",
                "-1",
                "-sf",
                "/bin/true",
                "-cf",
                config.toString(),
                "-lf",
                leases.toString(),
                "-pf",
                directory.resolve("pid-" + card).toString(),
                card);
        lab.network.in(
                machine,
                "dhclient",
                "-x",
                "-pf",
                directory.resolve("pid-" + card).toString(),
                "-lf",
                leases.toString());
        return Files.readString(leases);
    }

    private static void assertHas(String text, String part) {
        assertTrue(text.contains(part), part + " is not in\n" + text);
    }

    @Test
    void leasesSurviveKillNine() throws Exception {
        String said = lab.serve(POOL);
        assertHas(said, "serving on tftp://10.96.0.1:69/ at br0\n");
        assertHas(said, "giving addresses by DHCP at br0: 10.96.0.0/24 (10.96.0.100-10.96.0.120 for ");
        BootLab.Machine machine = lab.machine("");
        assertHas(udhcpc(machine, "52:54:00:96:00:01"), "lease of 10.96.0.11 obtained");
        assertHas(udhcpc(machine, "02:00:00:00:00:01"), "lease of 10.96.0.100 obtained");
        lab.kill();
        lab.serve(POOL);
        assertHas(udhcpc(machine, "02:00:00:00:00:02"), "lease of 10.96.0.101 obtained");
        assertHas(udhcpc(machine, "02:00:00:00:00:01"), "lease of 10.96.0.100 obtained");
    }

    /** Of the inventory's node both cards ask: the one that it boots from has its address, the other one that of any machine. */
    @Test
    void aNodeWithTwoCardsBehindARelayAgent() throws Exception {
        lab.inventory("far1: {ansible_host: 10.95.0.11, slipway: {mac: \"52:54:00:95:00:01\"}}");
        BootLab.Machine relay = lab.machine("10.96.0.3");
        String node = lab.network.machine();
        List<String> first = lab.network.cable(relay.name(), node);
        List<String> second = lab.network.cable(relay.name(), node);
        for (String words : List.of(
                "ip link add far type bridge",
                "ip link set " + first.getFirst() + " master far",
                "ip link set " + second.getFirst() + " master far",
                "ip addr add 10.95.0.1/24 dev far",
                "ip link set far up",
                "sysctl -qw net.ipv4.ip_forward=1")) {
            lab.network.in(relay.name(), words.split(" "));
        }
        lab.network.in(lab.server, "ip", "route", "add", "10.95.0.0/24", "via", "10.96.0.3");
        lab.network.in(node, "ip", "link", "set", first.getLast(), "address", "52:54:00:95:00:01");
        lab.network.keep(relay.name(), "dhcrelay", "-4", "-d", "-a", "-id", "far", "-iu", relay.card(), BootLab.SERVER);
        lab.serve(
                "netboot.networks=[{network: 10.96.0.0/24}, {network: 10.95.0.0/24, pool: 10.95.0.100-10.95.0.120, routers: [10.95.0.1]}]");
        String its = dhclient(node, first.getLast());
        assertHas(its, "fixed-address 10.95.0.11;");
        assertHas(its, "option host-name \"far1\";");
        assertHas(its, "option routers 10.95.0.1;");
        assertHas(dhclient(node, second.getLast()), "fixed-address 10.95.0.100;");
    }

    @Test
    void besideAServerThatGivesAddressesItRefusesToDoSoToo() throws Exception {
        lab.dnsmasq();
        String refused = lab.serve();
        assertHas(refused, "another DHCP server gives addresses here: 10.96.0.2");
        assertHas(refused, "netboot: {dhcp: proxy}");
        assertFalse(refused.contains("giving addresses by DHCP"), refused);
        assertHas(lab.serve("netboot.dhcp=proxy"), "saying what to boot beside another DHCP server at br0\n");
        assertHas(udhcpc(lab.machine(""), "02:00:00:00:00:01"), "obtained from 10.96.0.2");
    }
}
