package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ways to a host that are less trodden, to the machine's own sshd. */
@Tag("scenario")
@Timeout(60)
class RealSshWaysScenarioTest extends RealSshFixture {

    private static final String LOCAL = "fe80::51:1";

    @Test
    void anAddressOfTheLinkHasAZone() throws Exception {
        RealSshd.run("ip", "-6", "address", "replace", LOCAL + "/128", "dev", "lo", "scope", "link", "nodad");
        try {
            RealSshd sshd = sshd("ListenAddress [" + LOCAL + "%lo]:22223");
            Files.writeString(
                    dir.resolve("known_hosts"),
                    "[" + LOCAL + "%lo]:22223 " + Files.readString(dir.resolve("host_key.pub")));
            assertEquals(PLAIN, enter(at(sshd, LOCAL + "%lo", 22223, "")));
        } finally {
            RealSshd.run("ip", "-6", "address", "delete", LOCAL + "/128", "dev", "lo");
        }
    }

    @Test
    void threeHopsInARow() throws Exception {
        RealSshd sshd = sshd();
        String hop = ADMIN + "@127.0.0.1:" + sshd.port;
        assertEquals(PLAIN, enter(sshd.target(PLAIN, "-J " + String.join(",", hop, hop, hop))));
    }

    @Test
    void questionsOfPamAreAnsweredWithThePassword() throws Exception {
        RealSshd sshd =
                sshd("PasswordAuthentication no", "PubkeyAuthentication no", "KbdInteractiveAuthentication yes");
        Files.writeString(
                dir.resolve("sshd_config"),
                Files.readString(dir.resolve("sshd_config")).replace("UsePAM no", "UsePAM yes"));
        sshd.stop();
        sshd.start();
        assertEquals(PLAIN, enter(asking(sshd, "opensesame")));
        assertTrue(assertThrows(TransportException.class, () -> enter(asking(sshd, "wrong")))
                .getMessage()
                .contains("keyboard-interactive"));
    }

    /** What ssh's manual says of each; nobody can be asked here. */
    @Test
    void aHostThatIsNotKnownIsTreatedAsTold() throws Exception {
        RealSshd sshd = sshd();
        Path known = dir.resolve("known_hosts");
        Files.writeString(known, "");
        for (String strict : List.of("yes", "ask")) {
            Target target = sshd.target(PLAIN, "-o StrictHostKeyChecking=" + strict);
            assertTrue(assertThrows(TransportException.class, () -> enter(target))
                    .getMessage()
                    .contains("is not known"));
            assertEquals("", Files.readString(known));
        }
        assertEquals(PLAIN, enter(sshd.target(PLAIN, "-o StrictHostKeyChecking=accept-new")));
        connector.forget(sshd.target(PLAIN, "-o StrictHostKeyChecking=accept-new"));
        RealSshd.run("ssh-keygen", "-F", "[127.0.0.1]:" + sshd.port, "-f", known.toString());
        assertEquals(PLAIN, enter(sshd.target(PLAIN, "-o StrictHostKeyChecking=yes")));
    }

    private String enter(Target target) {
        return connector.connect(target).run(Exchange.of("id -un")).out().strip();
    }

    private Target at(RealSshd sshd, String address, int port, String arguments) {
        return new Target.Ssh(
                "node1",
                address,
                port,
                PLAIN,
                List.of(sshd.clientKey),
                null,
                List.of(dir.resolve("known_hosts")),
                true,
                Duration.ofSeconds(20),
                arguments);
    }

    private Target asking(RealSshd sshd, String password) {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                sshd.port,
                PLAIN,
                List.of(),
                new Secret(password),
                List.of(dir.resolve("known_hosts")),
                true,
                Duration.ofSeconds(20),
                "");
    }
}
