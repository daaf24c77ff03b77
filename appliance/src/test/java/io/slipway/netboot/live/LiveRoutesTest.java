package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.IpAddress;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What anybody in the room may send, and what comes of it. */
class LiveRoutesTest {

    private static final String STRANGER = "52:54:00:00:00:99";

    /** As small as one may be. */
    private static final String REPORT = """
            {"system": {"vendor": "V", "product": "P", "firmware": "uefi"}, "cpu": {"model": "", "sockets": 1, "cores": 1, "threads": 1},
             "memory": 1073741824, "gpus": [], "bmc": "10.10.3.1", "host_key": "ssh-ed25519 AAAA live",
             "disks": [{"name": "sda", "size": 512, "serial": "S 1", "holds": ["lvm"]}],
             "nics": [{"name": "eth0", "mac": "%s", "speed": 0}]}
            """;

    private static final String OURS = REPORT.formatted(FakeMachine.CARD);

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private LiveServer server;

    @BeforeEach
    void start() {
        server = new LiveServer(
                home,
                Map.of(LiveServer.CARD, IpAddress.parse("127.0.0.1").orElseThrow()),
                Map.of(LiveServer.CARD, LiveServer.rule("match: {serial: 'S*'}")));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path));
    }

    private String post(String path, String body) throws IOException, InterruptedException {
        return send(to(path).POST(BodyPublishers.ofString(body)));
    }

    private String report(String card, String body) throws IOException, InterruptedException {
        return post("/live/report?client=" + card, body);
    }

    private String order() throws IOException, InterruptedException {
        return send(to("/live/order?client=" + FakeMachine.CARD));
    }

    @Test
    void theOrderIsWhatTheBootDecisionComesTo() throws Exception {
        assertEquals("200 report\n", order());
        assertEquals("200 reboot\n", report(FakeMachine.CARD, OURS));
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        assertEquals("200 wait 1\n", order());
        server.states.happened("dgx01", Happening.WIPE_WANTED, "a test");
        assertEquals("200 wipe\ndisk sda 512 S 1\n", order());
        assertEquals(NodeState.WIPING, server.states.of("dgx01"), "it has not said that it is done");
        assertEquals("200 ", post("/live/wiped?client=" + FakeMachine.CARD + "&outcome=done", "sda\u0007\n"));
        assertEquals("its disks were wiped: sda", server.lastCause());
        assertEquals("200 reboot\n", order());
    }

    @Test
    void nobodySaysThatDisksWereWipedWhereThatWasNotOrdered() throws Exception {
        server.states.happened("dgx01", Happening.REACHED, "a test");
        for (String outcome : new String[] {"done", "failed"}) {
            post("/live/wiped?client=" + FakeMachine.CARD + "&outcome=" + outcome, "x");
            assertEquals(NodeState.READY, server.states.of("dgx01"));
        }
        assertEquals(1, server.timeline.events("dgx01").size());
    }

    @Test
    void theSameReportAgainIsNoNews() throws Exception {
        for (int i = 0; i < 5; i++) {
            report(FakeMachine.CARD, OURS);
        }
        assertEquals(1, server.timeline.events("dgx01").size());
        assertEquals(
                "its live system reported: V P: 1 CPU, 1.0 GiB, 1 disk, 1 network card, 0 GPUs", server.lastCause());
    }

    @Test
    void onlyAMachineThatWasSeenMayReport() throws Exception {
        String its = REPORT.formatted(STRANGER);
        assertEquals("403 " + STRANGER + " was not seen to boot from here\n", report(STRANGER, its));
        server.desk.answer(STRANGER, Platform.BIOS, Route.IPXE);
        assertEquals("200 reboot\n", report(STRANGER, its), "enrolment is closed");
        server.states.happened(STRANGER, Happening.APPROVED, "a test");
        assertEquals("200 wait 1\n", report(STRANGER, its));
        assertEquals("403 it is not clear which machine asks\n", report("x", its));
    }

    @Test
    void aNodeSpeaksFromItsOwnAddress() throws Exception {
        server.close();
        server = new LiveServer(
                home, Map.of(LiveServer.CARD, IpAddress.parse("127.0.0.2").orElseThrow()), Map.of());
        assertEquals("403 " + FakeMachine.CARD + " does not speak from 127.0.0.1\n", report(FakeMachine.CARD, OURS));
        assertEquals(Optional.empty(), server.table.find(FakeMachine.CARD));
    }

    private String key(String card, String token) throws IOException, InterruptedException {
        return post("/live/key?client=" + card, token);
    }

    @Test
    void aTokenOpensTheHostKeyOnceAndTheNodeIsKnownFromThenOn() throws Exception {
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        String token = server.keys.token("dgx01", "127.0.0.1");
        String given = key(FakeMachine.CARD, token);
        assertTrue(given.startsWith("200 -----BEGIN OPENSSH PRIVATE KEY-----\n"), given);
        assertEquals("its live system fetched its host key", server.lastCause());
        String known = Files.readString(home.resolve("known_hosts"));
        assertTrue(known.matches("dgx01,10\\.0\\.0\\.1 ssh-ed25519 [A-Za-z0-9+/=]+\n"), known);
        assertEquals("400 refused: the token does not open it\n", key(FakeMachine.CARD, token));
        assertEquals("127.0.0.1 asked for its host key: refused: it was given out already", server.lastCause());
    }

    @Test
    void aTokenOpensNothingInAnotherStateFromAnotherAddressOrForAnotherMachine() throws Exception {
        String token = server.keys.token("dgx01", "127.0.0.1");
        assertTrue(key(FakeMachine.CARD, token).startsWith("400 refused"));
        assertEquals("127.0.0.1 asked for its host key: refused: the node is approved", server.lastCause());
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        assertTrue(key(STRANGER, token).startsWith("403 "), "it was not seen");
        server.desk.answer(STRANGER, Platform.BIOS, Route.IPXE);
        assertTrue(key(STRANGER, token).startsWith("400 refused"));
        assertEquals(
                "127.0.0.1 asked for its host key: refused: " + STRANGER + " showed its token", server.lastCause());
        String elsewhere = server.keys.token("dgx01", "127.0.0.2");
        assertTrue(key(FakeMachine.CARD, elsewhere).startsWith("400 refused"));
        assertEquals("127.0.0.1 asked for its host key: refused: it was made for 127.0.0.2", server.lastCause());
        int before = server.timeline.events("dgx01").size();
        for (String hostile : new String[] {"", "x", token + "\n", "x".repeat(5_000)}) {
            assertTrue(key(FakeMachine.CARD, hostile).startsWith("400 "));
        }
        assertEquals(before, server.timeline.events("dgx01").size(), "who knows no token fills no timeline");
        assertTrue(key(FakeMachine.CARD, token).startsWith("200 "), "nobody used it up");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "{\"system\":",
                "{\"system\": {}, \"cpu\": []}",
                "WITH \"memory\": -1",
                "WITH \"memory\": 1e30",
                "WITH \"memory\": \"much\"",
                "WITH \"gpus\": {}",
                "WITH \"bmc\": \"; reboot\"",
                "WITH \"host_key\": \"ssh-rsa AAAA\\n10.0.0.1 ssh-rsa BBBB\"",
                "WITH \"disks\": [{\"name\": \"../sda\", \"size\": 1, \"holds\": []}]",
                "WITH \"disks\": [{\"name\": \"sda\\nsdb\", \"size\": 1, \"holds\": []}]",
                "WITH \"disks\": [{\"name\": \"sda\", \"size\": 1, \"serial\": \"a\\ndisk sdb 1 b\", \"holds\": []}]",
                "WITH \"disks\": [{\"name\": \"sda\", \"size\": 1, \"holds\": [\"nothing\"]}]",
                "WITH \"system\": {\"vendor\": \"\\u001b[2J\"}",
                "WITH \"nics\": [{\"name\": \"eth0\", \"mac\": \"52:54:00:00:00:77\", \"speed\": 0}]",
                "WITH \"nics\": []"
            })
    void whatIsNoReportOfThisMachineIsRefused(String hostile) throws Exception {
        String body = hostile.startsWith("WITH ")
                ? OURS.strip().substring(0, OURS.strip().length() - 1) + ", " + hostile.substring(5) + "}"
                : hostile;
        String answer = report(FakeMachine.CARD, body);
        assertTrue(answer.startsWith("400 this is not "), answer);
        assertEquals(Optional.empty(), server.table.find(FakeMachine.CARD));
        assertEquals(0, server.timeline.events("dgx01").size());
    }

    @Test
    void whatIsHugeOrNestedIsRefused() throws Exception {
        String nested = "{\"system\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
        String answer = report(FakeMachine.CARD, nested);
        assertTrue(answer.startsWith("400 this is not valid JSON"), answer);
        String huge = report(FakeMachine.CARD, " ".repeat(2_000_000) + OURS);
        assertTrue(huge.startsWith("400 this is too much: "), huge);
        String disk = "{\"name\": \"sda\", \"size\": 1, \"holds\": []},";
        String many = OURS.replace("\"disks\": [", "\"disks\": [" + disk.repeat(300));
        assertTrue(report(FakeMachine.CARD, many).startsWith("400 this is not the report"), "300 disks");
        assertEquals(Optional.empty(), server.table.find(FakeMachine.CARD));
    }

    @Test
    void ordersAreNotPostedAndReportsAreNotFetched() throws Exception {
        assertTrue(post("/live/order?client=" + FakeMachine.CARD, "").startsWith("405"));
        assertTrue(send(to("/live/report?client=" + FakeMachine.CARD)).startsWith("405"));
    }
}
