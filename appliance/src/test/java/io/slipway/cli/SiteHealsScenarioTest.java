package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever became of earlier runs of {@code playbooks/site.yml}, the next one ends well, and the one after it changes nothing. */
@Tag("scenario")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SiteHealsScenarioTest {

    private static final String LAB = "heals";
    private static final String SITE =
            Slipway.repository().resolve("playbooks/site.yml").toString();

    @TempDir
    private Path home;

    private Slipway slipway;
    private Lab lab;
    private int port;

    @BeforeEach
    void raise() {
        slipway = new Slipway(home);
        String mirrors = Slipway.repository().resolve("mirrors").toString();
        assertEquals(0, slipway.run("sync", "demo", "--mirrors", mirrors).status());
        lab = labs().up(LabSpec.named(LAB).nodes("1+1"));
    }

    @AfterEach
    void strike() {
        labs().down(LAB, false);
    }

    @Test
    void theNextRunEndsWellWhateverBecameOfTheOneBefore() throws Exception {
        try (MirrorServer server = serve(0)) {
            port = server.port();
            foreseenOnFreshNodes();
        }
        withoutTheAppliance();
        try (MirrorServer _ = serve(port)) {
            killedAt("TASK [time : Install chrony]");
            killedAt("TASK [access : See whether sshd has read it]");
            killedAt("TASK [containerd : Run containerd]");
            Slipway.Said last = slipway.run(site().toArray(String[]::new));
            assertEquals(0, last.status(), last.all());
            Slipway.Said again = slipway.run(site().toArray(String[]::new));
            assertEquals(2, count(again, "changed=0 "), again.all());
            assertEquals(0, again.status(), again.all());
            servicesHaveReadWhatIsWritten();
            nobodyAsksTheInternetForAnImage();
        }
    }

    private void foreseenOnFreshNodes() {
        List<String> check = new ArrayList<>(site());
        check.addAll(List.of("--check", "--diff"));
        Slipway.Said said = slipway.run(check.toArray(String[]::new));
        assertEquals(0, said.status(), said.all());
    }

    private void withoutTheAppliance() {
        Slipway.Said said = slipway.run(site().toArray(String[]::new));
        assertEquals(2, said.status(), said.all());
        assertTrue(said.out().contains("TASK [trust : Refresh the package lists]"), said.all());
        assertFalse(said.out().contains("TASK [time"), said.all());
    }

    private void servicesHaveReadWhatIsWritten() {
        Slipway.Said said = onNodes(
                "for unit in ssh:/etc/ssh/sshd_config.d/10-slipway.conf containerd:/etc/containerd/config.toml; do "
                        + "find ${unit#*:} ! -newermt \"$(systemctl show --property=StateChangeTimestamp --value --timestamp=us+utc ${unit%%:*})\"; "
                        + "done");
        assertEquals(2, count(said, "10-slipway.conf\n/etc/containerd/config.toml"), said.all());
    }

    private void nobodyAsksTheInternetForAnImage() {
        Slipway.Said said = onNodes(
                "ctr --debug images pull --hosts-dir /etc/containerd/certs.d docker.io/library/nosuch:1 2>&1 || true");
        assertTrue(said.out().contains("http://" + lab.gateway() + ":" + port + "/v2/library/nosuch"), said.all());
        assertFalse(said.out().contains("registry-1.docker.io"), said.all());
    }

    private Slipway.Said onNodes(String script) {
        Slipway.Said said =
                slipway.run("exec", "all", "-i", lab.inventory().toString(), "-b", "-m", "shell", "-a", script);
        assertEquals(0, said.status(), said.all());
        return said;
    }

    /** Runs the site, and kills it with the signal that can't be caught when it says this. */
    private void killedAt(String line) throws Exception {
        Process run = slipway.begin(site().toArray(String[]::new));
        StringBuilder output = new StringBuilder();
        try (var lines = run.inputReader()) {
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                output.append(next).append('\n');
                if (next.startsWith(line)) {
                    run.destroyForcibly().waitFor();
                    return;
                }
            }
        }
        throw new AssertionError("it never said " + line + ":\n" + output);
    }

    private List<String> site() {
        return List.of("run", SITE, "-i", lab.inventory().toString(), "-e", "slipway_port=" + port);
    }

    private static int count(Slipway.Said said, String text) {
        return said.out().split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    private MirrorServer serve(int at) {
        return MirrorServer.start(home, new InetSocketAddress(lab.gateway(), at), new Quiet());
    }

    private Labs labs() {
        return new Labs(home, slipway.environment(), Progress.NONE);
    }

    private static final class Quiet implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {}

        @Override
        public void failed(Problem problem) {}
    }
}
