package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What else goes wrong between two machines, with the machine's own sshd: each by its name, and nothing waits longer than it may. */
@Tag("scenario")
@Timeout(60)
class RealSshFaultScenarioTest extends RealSshFixture {

    private static final String PULSE = "-o ServerAliveInterval=1 -o ServerAliveCountMax=1";

    /** Acts at the first byte of output. */
    private static OutputStream at(Runnable action) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                action.run();
            }
        };
    }

    @Test
    void givesUpANetworkThatDropsEverything() throws Exception {
        RealSshd sshd = sshd();
        try (Relay relay = new Relay(sshd)) {
            Target target = relay.target(sshd.target(ADMIN, PULSE));
            fails(
                    Kind.LOST,
                    connector.connect(target),
                    Exchange.of("echo; sleep 600").to(at(relay::drop)),
                    "lost the connection to node1 in the middle of a script",
                    "the host gave no sign of life for 2 s",
                    "unknown");
        }
    }

    @Test
    void stopsWaitingOnANetworkThatDropsEverything() throws Exception {
        RealSshd sshd = sshd();
        try (Relay relay = new Relay(sshd)) {
            Connection connection = connector.connect(relay.target(sshd.target(ADMIN, "")));
            fails(
                    Kind.TIMED_OUT,
                    connection,
                    Exchange.of("echo; sleep 600").to(at(relay::drop)).within(Duration.ofSeconds(1)),
                    "did not end within 1 s",
                    "it may still be running on the node");
        }
    }

    /** As much is under way as the other side takes without reading it: 2 MB with OpenSSH. */
    @Test
    void noticesAResetWhileItWaitsForTheOtherSideToRead(@TempDir Path folder) throws Exception {
        Path large = folder.resolve("large");
        long size = 1L << 30;
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(size);
        }
        RealSshd sshd = sshd();
        try (Relay relay = new Relay(sshd)) {
            Runnable cutWhenFull = () -> {
                while (relay.sent() < 2 << 20) {
                    Thread.onSpinWait();
                }
                relay.cut();
            };
            fails(
                    Kind.LOST,
                    connector.connect(relay.target(sshd.target(ADMIN, ""))),
                    Exchange.of("echo; sleep 600")
                            .with(new Payload.FileContent(large, size))
                            .to(at(cutWhenFull)),
                    "lost the connection to node1 in the middle of a script");
        }
    }

    @Test
    void callsAResetInTheMiddleLostAndConnectsAgain() throws Exception {
        RealSshd sshd = sshd();
        try (Relay relay = new Relay(sshd)) {
            Target target = relay.target(sshd.target(ADMIN, ""));
            fails(
                    Kind.LOST,
                    connector.connect(target),
                    Exchange.of("echo; sleep 600").to(at(relay::cut)),
                    "lost the connection to node1 in the middle of a script",
                    "unknown");
            assertEquals(
                    "on",
                    connector.connect(target).run(Exchange.of("printf on")).out());
        }
    }

    @Test
    void saysThatAHostTakesTheConnectionAndSaysNothing() throws Exception {
        RealSshd sshd = sshd();
        RealSshd.run("kill", "-STOP", Long.toString(sshd.pid()));
        unreachable(
                sshd.target(ADMIN, "-o ConnectTimeout=2"),
                "127.0.0.1 port " + sshd.port + " took the connection but did not talk SSH within 2 s");
    }

    @Test
    void readsNoTenMegabytesOfGarbageBeforeTheBanner() throws Exception {
        RealSshd sshd = sshd();
        for (String piece : List.of("\u00ff", "many words, and never the one that counts\r\n")) {
            byte[] garbage = piece.repeat((10 << 20) / piece.length()).getBytes(ISO_8859_1);
            try (Relay relay = new Relay(sshd, garbage)) {
                unreachable(relay.target(sshd.target(ADMIN, "")), "does not talk SSH");
            }
        }
        try (Relay relay = new Relay(sshd, "a banner\r\nof two lines\r\n".getBytes(ISO_8859_1))) {
            Connection connection = connector.connect(relay.target(sshd.target(ADMIN, "")));
            assertEquals("on", connection.run(Exchange.of("printf on")).out());
        }
    }

    private void unreachable(Target target, String says) {
        TransportException failure = assertThrows(TransportException.class, () -> connector.connect(target));
        assertEquals(Kind.UNREACHABLE, failure.kind());
        assertTrue(failure.getMessage().contains(says), failure.getMessage());
    }

    @Test
    void saysWhenTooManyLogInAtOnce() throws Exception {
        RealSshd sshd = sshd("MaxStartups 1:100:1", "LoginGraceTime 60");
        try (Socket _ = greeted(sshd)) {
            unreachable(sshd.target(ADMIN, "-o ConnectTimeout=3"), "MaxStartups");
        }
    }

    /** Somebody who has begun to log in. The one who looked whether the server is up may still count, and then it turns us away. */
    private static Socket greeted(RealSshd sshd) throws IOException {
        while (true) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), sshd.port);
            if (socket.getInputStream().read() == 'S') {
                return socket;
            }
            socket.close();
        }
    }

    @Test
    void passesOnThatTheDiskIsFull() throws Exception {
        Path small = Files.createDirectory(dir.resolve("small"));
        RealSshd.run("mount", "-t", "tmpfs", "-o", "size=64k", "slipway", small.toString());
        try {
            Connection connection = as("root");
            Reply full =
                    connection.run(Exchange.of("cat > " + small + "/part && mv " + small + "/part " + small + "/whole")
                            .with(new Payload.Bytes(new byte[1 << 20])));
            assertEquals(1, full.exitCode());
            assertTrue(full.err().contains("No space left on device"), full.err());
            assertEquals(
                    "on",
                    connection
                            .run(Exchange.of("rm " + small + "/part; printf on"))
                            .out());
        } finally {
            RealSshd.run("umount", small.toString());
        }
    }

    @Test
    void saysThatSudoAsksAllOfASudden() throws Exception {
        RealSshd sshd = sshd();
        Target target = sshd.target(ADMIN, "");
        Exchange asRoot = Exchange.of("id -un").as(Become.sudo("root"));
        assertEquals("root\n", connector.connect(target).run(asRoot).out());
        connector.forget(target);
        Path rules = Path.of("/etc/sudoers.d/" + ADMIN + "z");
        Files.writeString(rules, ADMIN + " ALL=(ALL) PASSWD: ALL\n");
        RealSshd.run("chmod", "0440", rules.toString());
        try {
            fails(
                    Kind.BECOME_FAILED,
                    connector.connect(target),
                    asRoot,
                    "sudo wants a password, and none is given for " + ADMIN);
        } finally {
            Files.delete(rules);
        }
    }

    @Test
    void keepsLittleOfAGigabyteOfOutput() throws Exception {
        Connection connection = as(ADMIN);
        fails(
                Kind.GIVEN_UP,
                connection,
                Exchange.of("head -c 1073741824 /dev/zero"),
                "the script on node1 printed too much: more than 64 MiB",
                "it was stopped on the node");
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }
}
