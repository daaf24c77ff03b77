package io.slipway.netboot.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.InFlight;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.boot.Turns;
import io.slipway.netboot.files.Loaders;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.tftp.Content;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What loaders get over HTTP, and over TFTP. */
class BootRoutesTest {

    private static final String IPXE = "/boot/ipxe?client=52-54-00-00-00-02&platform=efi&buildarch=x86_64";

    @TempDir
    Path folder;

    private final List<Problem> failures = new ArrayList<>();
    private StateDatabase database;
    private NodeStates states;
    private final InFlight flight = new InFlight(10_000_000);
    private FrontDoor door;
    private TftpFiles tftp;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(folder.resolve("profiles/live"));
        Files.writeString(folder.resolve("profiles/live/profile.yml"), "kernel: vmlinuz");
        Files.writeString(folder.resolve("profiles/live/vmlinuz"), "kernel");
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("own/snponly.efi"), "loader");
        Files.writeString(folder.resolve("secret"), "secret");
        database = StateDatabase.open(folder.resolve("home"));
        states = new NodeStates(new NodeTimeline(database), InstantSource.system());
        Node node = new Node("dgx01", Optional.of("live"), Node.Loader.FIRMWARE);
        MacAddress card = MacAddress.parse("52:54:00:00:00:02").orElseThrow();
        BootDesk desk = new BootDesk(
                Map.of(card, node), states, new DecideBoot(false, true), new Turns(64, flight, InstantSource.system()));
        Loaders loaders = new Loaders(folder.resolve("own"), folder.resolve("host"));
        Installing installing = InstallRoutesTest.installing(folder, database, states, failures::add);
        Telling telling = new Telling(
                desk,
                new Profiles(folder.resolve("profiles")),
                installing,
                InstallRoutesTest.keys(folder, database, states),
                failures::add);
        door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0),
                BootRoutes.of(telling, loaders, flight),
                FrontDoor.Listener.NONE);
        tftp = new TftpFiles(loaders, telling, "http://10.0.0.1:8080");
    }

    @AfterEach
    void stop() {
        door.close();
        database.close();
    }

    /** As it stands, without a client's library that would put it right. */
    private String ask(String method, String path, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(20_000);
            String head = method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return ask("GET", path, "10.0.0.1:8080");
    }

    private Optional<String> fetch(String name) throws IOException {
        Optional<Content> content = tftp.open(name, InetAddress.getLoopbackAddress());
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (Content its = content.get()) {
            ByteBuffer all = ByteBuffer.allocate(10_000);
            its.read(all);
            return Optional.of(new String(all.array(), 0, all.position(), UTF_8));
        }
    }

    /** The profile of that name serves every purpose that has none of its own. */
    @Test
    void whatRunsFromMemoryIsToldWhereToAskOn() throws IOException {
        states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        String script = get(IPXE);
        assertTrue(
                script.contains(
                        "kernel http://10.0.0.1:8080/boot/profile/live/vmlinuz slipway.url=http://10.0.0.1:8080 slipway.key="),
                script);
        String grub = fetch("grub/node/52:54:00:00:00:02").orElseThrow();
        assertTrue(
                grub.contains("linux /boot/profile/live/vmlinuz 'slipway.url=http://10.0.0.1:8080' 'slipway.key="),
                grub);
        assertEquals(NodeState.RESCUE, states.of("dgx01"));
        Files.createDirectories(folder.resolve("profiles/rescue"));
        Files.writeString(folder.resolve("profiles/rescue/profile.yml"), "kernel: own");
        Files.writeString(folder.resolve("profiles/rescue/own"), "kernel");
        assertTrue(get(IPXE).contains("kernel http://10.0.0.1:8080/boot/profile/rescue/own slipway.url="));
    }

    /** And a token of one boot for its host key; a machine that nobody described has none that was made for it. */
    @Test
    void whatRunsFromMemoryIsKnownByItsToken() throws IOException {
        states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        Pattern token = Pattern.compile("slipway\\.key=([\\w-]{43}) ");
        List<String> tokens = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Matcher found = token.matcher(get(IPXE));
            assertTrue(found.find());
            tokens.add(found.group(1));
        }
        assertNotEquals(tokens.getFirst(), tokens.getLast());
        String others = "/boot/ipxe?client=52-54-00-00-00-77&platform=efi&buildarch=x86_64";
        get(others);
        states.happened("52:54:00:00:00:77", Happening.APPROVED, "a test");
        String stranger = get(others);
        assertTrue(stranger.contains(" slipway.url=http://10.0.0.1:8080 BOOTIF="), stranger);
    }

    @Test
    void anArmedNodeIsInstalledOnceItFetchedItsScript() throws IOException {
        assertTrue(get(IPXE).contains("boot from disk: it is not armed\n"));
        states.happened("dgx01", Happening.ARMED, "a test");
        assertTrue(ask("HEAD", IPXE, "10.0.0.1").startsWith("HTTP/1.1 200"));
        assertEquals(NodeState.ARMED, states.of("dgx01"), "it only looked");
        String script = get(IPXE);
        assertTrue(script.contains("kernel http://10.0.0.1:8080/boot/profile/live/vmlinuz "), script);
        assertEquals(NodeState.BOOTING, states.of("dgx01"));
        assertTrue(get(IPXE).contains("kernel "), "it may ask twice");
        assertEquals(
                "install live (iPXE, UEFI x64): it was given an installer, which has not reported yet",
                new NodeTimeline(database)
                        .lastAnswer("dgx01")
                        .map(answer -> answer.answer() + ": " + answer.reason())
                        .orElseThrow());
        states.happened("dgx01", Happening.INSTALLER_ENDED, "a test");
        assertTrue(get(IPXE).contains("boot from disk: it is installed\n"));
    }

    /** More than any socket holds, so that it is not over before the machine reads it. */
    @Test
    void aNodeWaitsWhileMuchIsOnItsWayToOthers() throws Exception {
        try (RandomAccessFile kernel =
                new RandomAccessFile(folder.resolve("profiles/live/vmlinuz").toFile(), "rw")) {
            kernel.setLength(64 << 20);
        }
        states.happened("dgx01", Happening.ARMED, "a test");
        try (Socket other = new Socket("127.0.0.1", door.port())) {
            other.setSoTimeout(20_000);
            other.getOutputStream().write("GET /boot/profile/live/vmlinuz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(UTF_8));
            assertEquals('H', other.getInputStream().read());
            String waits = get(IPXE);
            assertTrue(waits.contains("it is armed, and it waits for its turn"), waits);
            assertTrue(
                    get(IPXE.replace("02&", "09&")).contains("nobody knows this machine"),
                    "what fetches nothing does not");
        }
        String script = get(IPXE);
        for (int i = 0; i < 10_000 && !script.contains("/boot/profile/live/vmlinuz"); i++) {
            script = get(IPXE);
        }
        assertTrue(script.contains("/boot/profile/live/vmlinuz"), "the other one is gone: " + script);
    }

    @Test
    void grubGetsTheSameOverTftp() throws IOException {
        states.happened("dgx01", Happening.ARMED, "a test");
        assertTrue(fetch("grub/grub.cfg").orElseThrow().startsWith("configfile /grub/node/$net_default_mac\n"));
        String config = fetch("grub/node/52:54:00:00:00:02").orElseThrow();
        assertTrue(config.contains("linux /boot/profile/live/vmlinuz BOOTIF=01-52-54-00-00-00-02\n"), config);
        assertEquals(Optional.of("kernel"), fetch("boot/profile/live/vmlinuz"));
        assertEquals(Optional.of("loader"), fetch("snponly.efi"));
        assertTrue(fetch("autoexec.ipxe").orElseThrow().contains("chain --replace http://10.0.0.1:8080/boot/ipxe?"));
        assertEquals(NodeState.BOOTING, states.of("dgx01"));
        assertEquals(Optional.empty(), fetch("grub/node/../../secret"));
        assertEquals(Optional.empty(), fetch("boot/profile/live/profile.yml"));
    }

    @Test
    void aProfileThatCannotBeUsedIsToldAndTheNodeStaysArmed() throws IOException {
        states.happened("dgx01", Happening.ARMED, "a test");
        Files.delete(folder.resolve("profiles/live/vmlinuz"));
        String script = get(IPXE);
        assertTrue(script.contains("sleep 30\n") && !script.contains("kernel "), script);
        assertEquals(
                "there is no file 'vmlinuz' beside profile.yml",
                failures.getFirst().what());
        assertEquals(NodeState.ARMED, states.of("dgx01"));
    }

    @Test
    void filesAndLoadersAreSentAsTheyAre() throws IOException {
        assertTrue(get("/boot/profile/live/vmlinuz").endsWith("\r\n\r\nkernel"));
        assertTrue(get("/boot/snponly.efi").endsWith("\r\n\r\nloader"));
        assertTrue(get("/boot/autoexec.ipxe").contains("chain --replace http://10.0.0.1:8080/boot/ipxe?"));
        assertTrue(get("/grub/grub.cfg").contains("configfile /grub/node/$net_default_mac"));
    }

    @Test
    void aMachineThatNobodyKnowsIsListedAndLeftAlone() throws IOException {
        String script = get(IPXE.replace("00-02", "00-99"));
        assertTrue(script.contains("nobody knows this machine, and enrolment is closed\n"), script);
        assertEquals(Optional.of("discovered"), new NodeTimeline(database).state("52:54:00:00:00:99"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/boot/ipxe",
                "/boot/ipxe?client=x&platform=efi&buildarch=x86_64",
                "/boot/ipxe?client=52-54-00-00-00-02&platform=efi%0Ashell&buildarch=x86_64",
                "/boot/ipxe?client=52-54-00-00-00-02%0Ashell&platform=efi&buildarch=x86_64",
                "/grub/node/x",
            })
    void whoDoesNotSayWhoItIsGetsNothing(String path) throws IOException {
        assertTrue(get(path).startsWith("HTTP/1.1 400"));
    }

    @Test
    void aHostThatIsNoneDoesNotEnterAScript() throws IOException {
        assertTrue(ask("GET", IPXE, "10.0.0.1/ || shell").startsWith("HTTP/1.1 400"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/boot/../secret",
                "/boot/%2e%2e/secret",
                "/boot/..%2fsecret",
                "/boot//etc/passwd",
                "/boot/%2fetc/passwd",
                "/boot/profile/../../secret",
                "/boot/profile/live/..%2f..%2f..%2fsecret",
                "/boot/profile/live/profile.yml",
                "/boot/profile/%2e%2e/secret",
                "/boot/..\\secret",
                "/boot/snponly.efi%00",
                "/boot/",
            })
    void nothingElseIsGivenByAnyTrick(String path) throws IOException {
        String answer = get(path);
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertFalse(answer.contains("root:") || answer.contains("\r\n\r\nsecret"), answer);
    }
}
