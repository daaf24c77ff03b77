package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Secret;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Becoming another user by the machine's own sudo. */
@Tag("scenario")
@Timeout(120)
class RealSshBecomeScenarioTest extends RealSshFixture {

    @Test
    void becomesOthers() throws Exception {
        Connection connection = as(ADMIN);
        assertEquals(
                "root\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("root"))).out());
        assertEquals(
                "nobody\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("nobody"))).out());
        assertEquals(
                ADMIN + "\n",
                connection.run(Exchange.of("id -un").as(Become.sudo(ADMIN))).out());
        assertEquals(
                "in\n",
                connection
                        .run(Exchange.of("cat")
                                .with(new Payload.Bytes("in\n".getBytes(UTF_8)))
                                .as(Become.sudo("root")))
                        .out());
    }

    @Test
    void becomesOthersAsRootToo() throws Exception {
        Connection connection = as("root");
        assertEquals(
                "root\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("root"))).out());
        assertEquals(
                "nobody\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("nobody"))).out());
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(Become.sudo("nosuchuser")),
                "no user 'nosuchuser'");
    }

    @Test
    void givesThePasswordOnlyToSudo() throws Exception {
        Connection connection = as(ASKED);
        Become become = new Become("sudo", "root", new Secret("opensesame"), "");
        Reply reply =
                connection.run(Exchange.of("id -un; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c openses[a]me")
                        .as(become));
        assertEquals("root\n0\n", reply.out());
        assertEquals(
                "again", connection.run(Exchange.of("printf again").as(become)).out());
    }

    @Test
    void takesAPasswordThatIsNotAskedFor() throws Exception {
        Become become = new Become("sudo", "root", new Secret("whatever"), "");
        assertEquals("root\n", as(ADMIN).run(Exchange.of("id -un").as(become)).out());
    }

    @Test
    void saysWhyNobodyCanBeBecome() throws Exception {
        RealSshd sshd = sshd();
        Exchange asRoot = Exchange.of("true").as(Become.sudo("root"));
        fails(Kind.BECOME_FAILED, connector.connect(sshd.target(ASKED, "")), asRoot, "sudo wants a password");
        Exchange wrong = Exchange.of("true").as(new Become("sudo", "root", new Secret("wrongpw"), ""));
        TransportException refused = fails(
                Kind.BECOME_FAILED,
                connector.connect(sshd.target(ASKED, "")),
                wrong,
                "does not accept the become password");
        assertFalse(refused.getMessage().contains("wrongpw"));
        Exchange right = Exchange.of("true").as(new Become("sudo", "root", new Secret("opensesame"), ""));
        fails(Kind.BECOME_FAILED, connector.connect(sshd.target(PLAIN, "")), right, "sudoers");
        fails(
                Kind.BECOME_FAILED,
                connector.connect(sshd.target(ADMIN, "")),
                Exchange.of("true").as(Become.sudo("nosuchuser")),
                "no user 'nosuchuser'");
    }
}
