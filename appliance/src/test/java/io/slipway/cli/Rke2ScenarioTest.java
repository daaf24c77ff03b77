package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

/** {@code rke2.yml} on real nodes, with a stand-in for RKE2: a program that says its version, and makes what the real one makes that roles look at. */
@Tag("scenario")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class Rke2ScenarioTest {

    private static final String LAB = "rke2";

    private static final String PROGRAM = """
            #!/bin/sh
            home=/var/lib/rancher/rke2
            case $1 in
              --version) echo 'rke2 version VERSION (0000000)'; exit ;;
              server) mkdir -p $home/server/db/etcd; echo 'server: https://127.0.0.1:6443' >/etc/rancher/rke2/rke2.yaml ;;
            esac
            mkdir -p $home/agent $home/bin
            : >$home/agent/kubelet.kubeconfig
            cat >$home/bin/kubectl <<'EOF'
            #!/bin/sh
            case "$*" in *'get --raw /readyz'*) echo ok ;; *'get node'*) printf True ;; esac
            EOF
            chmod 755 $home/bin/kubectl
            exec sleep infinity
            """;

    private static final String UNIT = """
            [Service]
            ExecStart=/usr/local/bin/rke2 KIND
            [Install]
            WantedBy=multi-user.target
            """;

    @TempDir
    private Path home;

    private Slipway slipway;
    private Lab lab;
    private HttpServer appliance;

    @BeforeEach
    void raise() throws IOException {
        slipway = new Slipway(home);
        lab = new Labs(home, slipway.environment(), Progress.NONE)
                .up(LabSpec.named(LAB).nodes("1+1"));
        appliance = HttpServer.create(new InetSocketAddress(lab.gateway(), 0), 0);
        appliance.createContext("/registries/rke2/registries.yaml", exchange -> {
            byte[] body = "mirrors: {}\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        appliance.start();
    }

    @AfterEach
    void strike() {
        appliance.stop(0);
        new Labs(home, slipway.environment(), Progress.NONE).down(LAB, false);
    }

    /** As a release of RKE2 lies there. */
    private Path release(String version) throws IOException, InterruptedException {
        Path files = Files.createDirectories(home.resolve("release"));
        Path tree = Files.createDirectories(home.resolve(version));
        Path program = Files.createDirectories(tree.resolve("bin")).resolve("rke2");
        Files.writeString(program, PROGRAM.replace("VERSION", version));
        assertTrue(program.toFile().setExecutable(true));
        Path units = Files.createDirectories(tree.resolve("lib/systemd/system"));
        for (String kind : List.of("server", "agent")) {
            Files.writeString(units.resolve("rke2-" + kind + ".service"), UNIT.replace("KIND", kind));
        }
        Path archive = files.resolve("rke2.linux-amd64.tar.gz");
        Process tar = new ProcessBuilder("tar", "-czf", archive.toString(), "-C", tree.toString(), "bin", "lib")
                .inheritIO()
                .start();
        assertEquals(0, tar.waitFor());
        Files.writeString(
                files.resolve("sha256sum-amd64.txt"),
                "0".repeat(64) + "  rke2.linux-arm64.tar.gz\n"
                        + Digest.of(archive).hex() + "  rke2.linux-amd64.tar.gz\n");
        return files;
    }

    private Slipway.Said play(String version, Path files) {
        List<String> words = new ArrayList<>(List.of(
                "run",
                Slipway.repository().resolve("playbooks/rke2.yml").toString(),
                "-i",
                lab.inventory().toString(),
                "-e",
                "{slipway_rke2: {version: " + version + ", files: " + files + "}, slipway_rke2_registry: \"http://"
                        + lab.gateway() + ":" + appliance.getAddress().getPort() + "\"}"));
        return slipway.run(words.toArray(String[]::new));
    }

    private static long count(Slipway.Said said, String text) {
        return said.out().lines().filter(line -> line.contains(text)).count();
    }

    @Test
    void itIsInstalledOnceAndUpgradedWhenThatIsWanted() throws Exception {
        Path old = release("v1.35.2+rke2r1");
        Slipway.Said first = play("v1.35.2+rke2r1", old);
        assertEquals(0, first.status(), first.all());
        Slipway.Said again = play("v1.35.2+rke2r1", old);
        assertEquals(0, again.status(), again.all());
        assertEquals(2, count(again, "changed=0 "), again.all());
        Slipway.Said upgraded = play("v1.36.3+rke2r1", release("v1.36.3+rke2r1"));
        assertEquals(0, upgraded.status(), upgraded.all());
        Slipway.Said look = slipway.run(
                "exec",
                "all",
                "-i",
                lab.inventory().toString(),
                "-b",
                "-m",
                "shell",
                "-a",
                "rke2 --version; systemctl is-active rke2-server rke2-agent; stat -c %a /etc/rancher/rke2/config.yaml; "
                        + "grep -c ^server: /etc/rancher/rke2/config.yaml; true");
        assertEquals(2, count(look, "rke2 version v1.36.3+rke2r1 "), look.all());
        assertEquals(2, count(look, "600"), look.all());
        assertEquals(1, look.out().lines().filter("1"::equals).count(), look.all());
        assertEquals(2, look.out().lines().filter("active"::equals).count(), look.all());
    }
}
