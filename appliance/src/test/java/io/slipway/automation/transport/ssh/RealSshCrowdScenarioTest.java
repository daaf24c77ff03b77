package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many connections at the same time to one sshd that wants few. */
@Tag("scenario")
@Timeout(60)
class RealSshCrowdScenarioTest extends RealSshFixture {

    private static final int CROWD = 30;

    @Test
    void letsThirtyInWhereTwoMayLogInAtOnce() throws Exception {
        RealSshd sshd = sshd("MaxStartups 2");
        SshUser me = new SshUser(Path.of("/nowhere"), "me", Map.of(), Path.of("/nowhere"));
        try (SshConnector eager =
                        new SshConnector(me, Passphrases.NOBODY, InstantSource.system(), new SecureRandom(), CROWD);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, CROWD)
                    .mapToObj(i -> called("node" + i, sshd.target(ADMIN, "")))
                    .map(target -> threads.submit(() ->
                            eager.connect(target).run(Exchange.of("printf in")).out()))
                    .toList();
            for (Future<String> one : all) {
                assertEquals("in", one.get());
            }
        }
        String log = Files.readString(sshd.dir.resolve("log"));
        assertTrue(log.contains("MaxStartups"), () -> "nobody was turned away, so nothing was proven: " + log);
    }

    private static Target.Ssh called(String name, Target.Ssh target) {
        return new Target.Ssh(
                name,
                target.address(),
                target.port(),
                target.user(),
                target.privateKeys(),
                null,
                target.knownHosts(),
                true,
                target.connectTimeout(),
                "");
    }
}
