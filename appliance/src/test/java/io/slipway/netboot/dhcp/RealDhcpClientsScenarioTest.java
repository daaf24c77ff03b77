package io.slipway.netboot.dhcp;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's clients and relay agent at the other end of a cable: {@code dhclient}, {@code udhcpc}, {@code dhcrelay}, {@code perfdhcp}. */
@Tag("scenario")
class RealDhcpClientsScenarioTest {

    private static final String MAC = "52:54:00:97:00:01";
    private static final IpAddress SERVER = ip("10.97.0.1");

    @TempDir
    Path directory;

    private final List<DhcpEvent> events = Collections.synchronizedList(new ArrayList<>());
    private NetworkOfTest network;
    private StateDatabase database;
    private DhcpServer server;
    private String client;
    private String here;
    private String there;

    private static IpAddress ip(String text) {
        return IpAddress.parse(text).orElseThrow();
    }

    private static Link link(String prefix) {
        return new Link(
                IpNetwork.parse(prefix + ".0/24").orElseThrow(),
                Optional.of(new Link.Pool(ip(prefix + ".100"), ip(prefix + ".250"))),
                List.of(ip(prefix + ".1")),
                List.of(SERVER),
                List.of(SERVER),
                "pod.internal",
                Duration.ofHours(1));
    }

    @BeforeEach
    void start() throws Exception {
        network = new NetworkOfTest(directory);
        client = network.machine();
        List<String> ends = network.cable("", client);
        here = ends.getFirst();
        there = ends.getLast();
        network.in("", "ip", "addr", "add", SERVER + "/24", "dev", here);
        database = StateDatabase.open(directory.resolve("home"));
        server = serve();
    }

    private DhcpServer serve() {
        Node node = new Node("dgx01", Optional.of("dgxos-7"), Node.Loader.FIRMWARE);
        Reservation reservation = new Reservation(node, ip("10.97.0.11"));
        MacAddress card = MacAddress.parse(MAC).orElseThrow();
        NodeStates states = new NodeStates(new NodeTimeline(database), InstantSource.system());
        DhcpServer.Setting setting = new DhcpServer.Setting(
                List.of(here),
                new BootDesk(Map.of(card, node), states, new DecideBoot(false, true)),
                8080,
                Optional.empty(),
                events::add);
        return DhcpServer.authoritative(
                setting,
                Map.of(card, reservation),
                List.of(link("10.97.0"), link("10.98.0")),
                new LeaseTable(database),
                InstantSource.system());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        database.close();
        network.strike();
    }

    private void isNode(String network) throws Exception {
        this.network.in(client, "ip", "link", "set", network, "address", MAC);
    }

    /** What the client wrote down: the address, and what else it was told. */
    private String dhclient(String... options) throws Exception {
        Path leases = directory.resolve("leases");
        Path config = Files.writeString(directory.resolve("dhclient.conf"), "timeout 20;\n");
        List<String> words = new ArrayList<>(List.of(
                "dhclient",
                "-4",
                "-1",
                "-v",
                "-sf",
                "/bin/true",
                "-cf",
                config.toString(),
                "-lf",
                leases.toString(),
                "-pf",
                directory.resolve("pid").toString()));
        words.addAll(List.of(options));
        words.add(there);
        String output = network.in(client, words.toArray(String[]::new));
        if (options.length == 0) {
            network.in(client, "dhclient", "-x", "-pf", directory.resolve("pid").toString(), "-lf", leases.toString());
        }
        return output + Files.readString(leases);
    }

    private String udhcpc() throws Exception {
        return network.in(client, "udhcpc", "-f", "-n", "-q", "-t", "10", "-T", "1", "-i", there, "-s", "/bin/true");
    }

    private static void assertHas(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), part + " is not in\n" + text);
        }
    }

    @Test
    void aNodeOfTheInventoryGetsItsAddressAndName() throws Exception {
        isNode(there);
        assertHas(
                dhclient(),
                "fixed-address 10.97.0.11;",
                "option host-name \"dgx01\";",
                "option domain-name \"pod.internal\";",
                "option routers 10.97.0.1;",
                "option subnet-mask 255.255.255.0;",
                "option dhcp-lease-time 3600;");
        assertHas(udhcpc(), "lease of 10.97.0.11 obtained");
    }

    @Test
    void anotherMachineKeepsItsAddressOfThePoolWhenTheServerStartsAgain() throws Exception {
        assertHas(dhclient(), "fixed-address 10.97.0.100;");
        server.close();
        database.close();
        database = StateDatabase.open(directory.resolve("home"));
        server = serve();
        assertHas(dhclient(), "DHCPREQUEST for 10.97.0.100", "DHCPACK of 10.97.0.100");
        assertHas(udhcpc(), "lease of 10.97.0.100 obtained");
    }

    /** It begins by asking for the address that it had elsewhere. */
    @Test
    void aMachineThatWasMovedHereIsToldSo() throws Exception {
        Files.writeString(directory.resolve("leases"), """
                lease {
                  interface "%s";
                  fixed-address 192.168.77.5;
                  option subnet-mask 255.255.255.0;
                  option dhcp-lease-time 99999999;
                  option dhcp-message-type 5;
                  option dhcp-server-identifier 192.168.77.1;
                  renew 4 2037/01/01 00:00:00;
                  rebind 4 2037/01/01 00:00:00;
                  expire 4 2037/01/01 00:00:00;
                }
                """.formatted(there));
        assertHas(dhclient(), "DHCPNAK", "fixed-address 10.97.0.100;");
    }

    @Test
    void anAddressThatIsGivenBackIsNotedAsFree() throws Exception {
        dhclient();
        network.in(client, "ip", "addr", "add", "10.97.0.100/24", "dev", there);
        dhclient("-r");
        assertHas(events.toString(), "asked=RELEASE");
    }

    @Test
    void throughARelayAgentThatMarksWhatItSendsOn() throws Exception {
        String far = network.machine();
        List<String> ends = network.cable(client, far);
        network.in(client, "ip", "addr", "add", "10.97.0.2/24", "dev", there);
        network.in(client, "ip", "addr", "add", "10.98.0.1/24", "dev", ends.getFirst());
        network.in("", "ip", "route", "add", "10.98.0.0/24", "via", "10.97.0.2", "dev", here);
        network.in(client, "sysctl", "-qw", "net.ipv4.ip_forward=1");
        network.keep(client, "dhcrelay", "-4", "-d", "-a", "-id", ends.getFirst(), "-iu", there, SERVER.toString());
        String got = network.in(
                far, "udhcpc", "-f", "-n", "-q", "-t", "10", "-T", "1", "-i", ends.getLast(), "-s", "/bin/true");
        assertHas(got, "lease of 10.98.0.100 obtained", "from 10.97.0.1");
    }

    @Test
    void hundredsOfMachinesASecond() throws Exception {
        network.in(client, "ip", "addr", "add", "10.97.0.9/24", "dev", there);
        String report = network.in(
                client, "perfdhcp", "-4", "-l", there, "-r", "200", "-R", "100", "-n", "400", "-W", "1000000");
        Matcher drops = Pattern.compile("drops: (\\d+)").matcher(report);
        while (drops.find()) {
            assertEquals("0", drops.group(1), report);
        }
    }

    @Test
    void whoElseGivesAddressesIsFound() throws Exception {
        FindOtherServers find = new FindOtherServers(new Random(1), Duration.ofSeconds(3));
        assertEquals(Set.of(SERVER), find.at(here));
        server.close();
        assertEquals(Set.of(), find.at(here));
        network.in(client, "ip", "addr", "add", "10.97.0.9/24", "dev", there);
        network.keep(
                client,
                "dnsmasq",
                "-k",
                "-p",
                "0",
                "--conf-file=/dev/null",
                "--pid-file=",
                "--user=root",
                "--dhcp-leasefile=" + directory.resolve("dnsmasq.leases"),
                "--no-ping",
                "--interface=" + there,
                "--dhcp-range=10.97.0.60,10.97.0.69,1h");
        Set<IpAddress> found = Set.of();
        for (int i = 0; i < 5 && found.isEmpty(); i++) {
            found = find.at(here);
        }
        assertEquals(Set.of(ip("10.97.0.9")), found);
    }
}
