package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections, shells and what they carry, against the machine's own sshd. */
@Tag("scenario")
@Timeout(120)
class RealSshScenarioTest extends RealSshFixture {

    @Test
    void usesOneShellForManyScripts() throws Exception {
        Connection connection = as(ADMIN);
        String first = connection.run(Exchange.of("echo $$")).out();
        connection.run(Exchange.of("exit 3"));
        connection.run(Exchange.of("set -e; false"));
        assertEquals(first, connection.run(Exchange.of("echo $$")).out());
    }

    @Test
    void carriesLargeAndBinaryThings() throws Exception {
        Connection connection = as(ADMIN);
        byte[] bytes = new byte[20_000_000];
        new Random(1).nextBytes(bytes);
        Reply reply = connection.run(Exchange.of("tee /dev/stderr; exit 7").with(new Payload.Bytes(bytes)));
        assertEquals(7, reply.exitCode());
        assertArrayEquals(bytes, reply.stdout());
        assertArrayEquals(bytes, reply.stderr());
        String script = "x='" + "0123456789é\n".repeat(300_000) + "'; printf %s \"$x\" | wc -c | tr -d ' \\n'";
        assertEquals("3900000", connection.run(Exchange.of(script)).out());
    }

    /** sshj gives up writing after 30 s without window unless told otherwise; here the window stays shut until the script ends. */
    @Test
    void abandonsInputThatNobodyReads() throws Exception {
        Connection connection = as(ADMIN);
        byte[] bytes = new byte[30_000_000];
        assertEquals(
                "x",
                connection
                        .run(Exchange.of("sleep 0.3; printf x").with(new Payload.Bytes(bytes)))
                        .out());
        assertEquals("y", connection.run(Exchange.of("printf y")).out());
    }

    @Test
    void runsForManyThreadsAtOnce() throws Exception {
        Connection connection = as(ADMIN);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 40)
                    .mapToObj(number -> threads.submit(() -> connection
                            .run(Exchange.of("printf " + number).as(number % 2 == 0 ? null : Become.sudo("root")))
                            .out()))
                    .toList();
            for (int number = 0; number < all.size(); number++) {
                assertEquals(Integer.toString(number), all.get(number).get());
            }
        }
    }

    @Test
    void makesDoWithOneSession() throws Exception {
        Connection connection = as(ADMIN, "MaxSessions 1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 12)
                    .mapToObj(number -> threads.submit(() -> connection
                            .run(Exchange.of("id -un").as(number % 2 == 0 ? null : Become.sudo("root")))
                            .out()))
                    .toList();
            for (int number = 0; number < all.size(); number++) {
                assertEquals(
                        number % 2 == 0 ? ADMIN + "\n" : "root\n",
                        all.get(number).get());
            }
        }
    }

    @Test
    void saysWhatIsWrongWhereNoSessionIsAllowed() throws Exception {
        fails(Kind.UNREACHABLE, as(ADMIN, "MaxSessions 0"), Exchange.of("true"), "starts no session", "MaxSessions");
    }

    @Test
    void worksInSpiteOfAForcedCommandThatEndsAtOnce() throws Exception {
        fails(
                Kind.UNREACHABLE,
                as(ADMIN, "ForceCommand /bin/echo no shell for you >&2"),
                Exchange.of("true"),
                "no shell could be started on node1",
                "no shell for you");
    }

    @Test
    void refusesAHostWhoseKeyChanged() throws Exception {
        RealSshd sshd = sshd();
        Target target = sshd.target(ADMIN, "");
        connector.connect(target).run(Exchange.of("true"));
        connector.forget(target);
        sshd.stop();
        sshd.newHostKey();
        sshd.start();
        TransportException refused = assertThrows(TransportException.class, () -> connector.connect(target));
        assertEquals(Kind.UNREACHABLE, refused.kind());
        assertTrue(
                refused.getMessage().startsWith(dir.resolve("known_hosts") + ":1: the host key of node1"),
                refused.getMessage());
    }

    @Test
    void readsKnownHostsThatSshKeygenHashed() throws Exception {
        RealSshd sshd = sshd();
        RealSshd.run("ssh-keygen", "-q", "-H", "-f", dir.resolve("known_hosts").toString());
        assertEquals(
                "",
                connector
                        .connect(sshd.target(ADMIN, ""))
                        .run(Exchange.of("true"))
                        .out());
    }

    @Test
    void goesThroughItselfTwice() throws Exception {
        RealSshd sshd = sshd();
        String hop = ADMIN + "@127.0.0.1:" + sshd.port;
        Target target = sshd.target(PLAIN, "-o ProxyCommand='ssh -W %h:%p -J " + hop + " " + hop + "'");
        assertEquals(
                PLAIN + "\n",
                connector.connect(target).run(Exchange.of("id -un")).out());
    }

    @Test
    void streamsAFileOfAGigabyte() throws Exception {
        Connection connection = as(ADMIN);
        Path file = dir.resolve("sparse");
        long size = 1L << 30;
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Reply reply = connection.run(Exchange.of("wc -c").with(new Payload.FileContent(file, size)));
        assertEquals(size, Long.parseLong(reply.out().strip()));
    }
}
