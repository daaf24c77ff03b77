package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
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
