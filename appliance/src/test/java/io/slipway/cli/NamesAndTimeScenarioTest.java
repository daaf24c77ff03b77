package io.slipway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.Progress;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.Node;
import io.slipway.pod.Pod;
import io.slipway.pod.PodNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names as {@code slipway.yml} and an inventory have them, asked for by Debian's {@code dig}. */
@Tag("scenario")
class NamesAndTimeScenarioTest {

    @TempDir
    Path folder;

    private NamesAndTime serving;
    private int port;

    @BeforeEach
    void serve() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        StringBuilder many = new StringBuilder();
        for (int i = 1; i < 120; i++) {
            many.append(i == 1 ? "" : ", ").append("10.10.2.").append(i);
        }
        Files.writeString(folder.resolve("slipway.yml"), """
                dns:
                  interfaces: lo
                  port: %d
                  clients: 127.0.0.0/8
                  records:
                    - {name: registry, cname: dgx01}
                    - {name: "*.apps", address: 10.10.0.10}
                    - {name: _ssh._tcp, srv: 0 0 22 dgx01}
                    - {name: many, address: [%s]}
                """.formatted(port, many));
        Node node = new Node("dgx01", Optional.empty(), Node.Loader.FIRMWARE);
        PodNode dgx01 = new PodNode(
                node,
                MacAddress.parse("52:54:00:00:00:11").orElseThrow(),
                IpAddress.parse("10.10.1.1"),
                Optional.empty(),
                Position.in("pod.yml"));
        Pod pod = new Pod("", IpNetwork.parse("10.10.0.0/22"), Optional.empty(), "pod.internal", List.of(dgx01));
        serving = NamesAndTime.prepare(
                folder, ApplianceSettings.find(folder, folder, List.of()), () -> pod, Progress.NONE, false);
        assertEquals(
                List.of(
                        "serving on dns://127.0.0.1:" + port
                                + "/ pod.internal, 0.10.10.in-addr.arpa, 1.10.10.in-addr.arpa, 2.10.10.in-addr.arpa, 3.10.10.in-addr.arpa"),
                serving.start());
    }

    @AfterEach
    void stop() {
        serving.close();
    }

    private String dig(String... words) throws IOException, InterruptedException {
        List<String> all =
                new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", String.valueOf(port), "+time=5", "+tries=2"));
        all.addAll(List.of(words));
        Process dig = new ProcessBuilder(all).redirectErrorStream(true).start();
        String output = new String(dig.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, dig.waitFor(), output);
        return output;
    }

    @Test
    void digFindsWhatIsThereAndIsToldWhatIsNot() throws IOException, InterruptedException {
        assertEquals("10.10.1.1\n", dig("+short", "dgx01.pod.internal"));
        assertEquals("10.10.1.1\n", dig("+short", "+tcp", "dgx01.pod.internal"));
        assertEquals("dgx01.pod.internal.\n", dig("+short", "-x", "10.10.1.1"));
        assertEquals("dgx01.pod.internal.\n10.10.1.1\n", dig("+short", "registry.pod.internal"));
        assertEquals("10.10.0.10\n", dig("+short", "grafana.apps.pod.internal"));
        assertEquals("0 0 22 dgx01.pod.internal.\n", dig("+short", "_ssh._tcp.pod.internal", "SRV"));
        assertEquals(
                119,
                dig("+short", "many.pod.internal")
                        .lines()
                        .filter(line -> !line.startsWith(";"))
                        .count());
        String cut = dig("+ignore", "many.pod.internal");
        assertTrue(cut.contains("flags: qr aa tc rd") && cut.contains("EDNS: version: 0, flags:; udp: 1232"), cut);
        String missing = dig("dgx02.pod.internal");
        assertTrue(missing.contains("status: NXDOMAIN") && missing.contains("SOA\tns.pod.internal."), missing);
        assertTrue(!missing.toLowerCase(Locale.ROOT).contains("warning: message"), missing);
        assertTrue(dig("+noednsneg", "+edns=7", "dgx01.pod.internal").contains("status: BADVERS"));
        assertTrue(dig("dgx01.pod.internal", "AXFR", "+tcp").contains("Transfer failed"));
        assertTrue(dig("deb.example.org").contains("status: REFUSED"));
        assertTrue(dig("+opcode=UPDATE", "pod.internal").contains("status: NOTIMP"));
        serving.close();
        StringWriter listed = new StringWriter();
        assertEquals(0, EgressCommand.run(folder, new PrintWriter(listed)));
        assertTrue(
                listed.toString().matches("deb\\.example\\.org +127\\.0\\.0\\.1 +1  \\S+Z  refused\n"),
                listed.toString());
    }
}
