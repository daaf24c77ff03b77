package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's Ansible and Slipway run the same {@code playbooks/site.yml} on equal fresh nodes (with Python, for Ansible's sake), and every
 * file on them ends up with the same content, owner and mode.
 */
@Tag("full")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SameAsAnsibleTest {

    private static final String LAB = "same";
    private static final int PORT = 18081;

    /** Every lab makes a key of its own; here, what is on the nodes is compared. */
    private static final String SAME_FOR_BOTH = """
            {"slipway_port": %d, "slipway_admins": [{"name": "operator", "sudo": true, "keys":
            ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAgQ2m3lJb1o5Hk7yJ6V0kG4m8sQx0Q1n2p3r4s5t6u7 operator@example"]}]}
            """.formatted(PORT);

    /** What differs from run to run with the same tool: logs, caches, random seeds, host keys, and each tool's own workshop. */
    private static final String LEFT_OUT = """
            ^/(proc|sys|dev|run|tmp|boot)/|^/var/(log|cache|tmp)/|^/var/lib/(apt|systemd|chrony|containerd)/|^/var/lib/dpkg/.*-old$\
            |^/var/lib/dpkg/info/format$|/\\.ansible(/|$)|__pycache__|^/etc/ssh/ssh_host_|^/etc/machine-id$|^/etc/.*-$|^/home/slipway/\\.ssh/\
            |^/root/\\.ssh/|^/etc/ld\\.so\\.cache$|^/var/lib/private/""";

    @Test
    void everyFileEndsUpTheSame(@TempDir Path home) throws Exception {
        Slipway slipway = new Slipway(home);
        assertEquals(
                0,
                slipway.run(
                                "sync",
                                "demo",
                                "--mirrors",
                                Slipway.repository().resolve("mirrors").toString())
                        .status());
        Labs labs = new Labs(home, slipway.environment(), Progress.NONE);
        String site = Slipway.repository().resolve("playbooks/site.yml").toString();
        try {
            Map<String, String> ours = snapshotAfter(labs, home, inventory -> {
                Slipway.Said said = slipway.run("run", site, "-i", inventory, "-e", SAME_FOR_BOTH);
                assertEquals(0, said.status(), said.all());
            });
            Map<String, String> theirs = snapshotAfter(labs, home, inventory -> ansible(home, site, inventory));
            assertTrue(ours.size() > 5000, "a whole root file system was compared: " + ours.size());
            assertEquals(List.of(), differences(theirs, ours));
        } finally {
            labs.down(LAB, false);
        }
    }

    private interface Tool {
        void run(String inventory) throws Exception;
    }

    /** Path → mode, owner, and digest or link target, on the compute node after the tool ran on fresh nodes. */
    private static Map<String, String> snapshotAfter(Labs labs, Path home, Tool tool) throws Exception {
        labs.down(LAB, true);
        Lab lab = labs.up(LabSpec.named(LAB).nodes("1+1").python(true));
        try (MirrorServer _ = MirrorServer.start(home, new InetSocketAddress(lab.gateway(), PORT), new Quiet())) {
            tool.run(lab.inventory().toString());
        }
        String node = lab.nodes().getLast().name();
        List<String> ssh = new ArrayList<>(
                LabCommand.sshCommand(
                        lab,
                        node,
                        List.of(
                                "sudo find / -xdev \\( -type f -printf '%p\\t%m %U:%G ' -exec sha256sum -z {} \\; -printf '\\n' \\) -o "
                                        + "\\( -type l -printf '%p\\t%m %U:%G -> %l\\n' \\) -o \\( -type d -printf '%p\\t%m %U:%G dir\\n' \\)")));
        Map<String, String> snapshot = new TreeMap<>();
        for (String line : output(ssh, Map.of()).replace("\0", "").lines().toList()) {
            int tab = line.indexOf('\t');
            if (tab > 0
                    && !java.util.regex.Pattern.compile(LEFT_OUT)
                            .matcher(line.substring(0, tab))
                            .find()) {
                snapshot.put(line.substring(0, tab), line.substring(tab + 1));
            }
        }
        return snapshot;
    }

    private static void ansible(Path home, String site, String inventory) throws Exception {
        Path config = Files.writeString(
                home.resolve("ansible.cfg"),
                "[defaults]\ninterpreter_python = /usr/bin/python3\n[ssh_connection]\npipelining = True\n");
        output(
                List.of("ansible-playbook", site, "-i", inventory, "-e", SAME_FOR_BOTH),
                Map.of("SLIPWAY_HOME", home.toString(), "ANSIBLE_CONFIG", config.toString(), "LC_ALL", "C.UTF-8"));
    }

    private static String output(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(
                0,
                process.waitFor(),
                command.getFirst() + " failed:\n" + text.substring(Math.max(0, text.length() - 4000)));
        return text;
    }

    private static List<String> differences(Map<String, String> theirs, Map<String, String> ours) {
        List<String> differences = new ArrayList<>();
        Map<String, String> all = new TreeMap<>(theirs);
        ours.forEach(all::putIfAbsent);
        for (String path : all.keySet()) {
            String theirFile = theirs.getOrDefault(path, "absent");
            String ourFile = ours.getOrDefault(path, "absent");
            if (!theirFile.equals(ourFile)) {
                differences.add(path + "\n  ansible: " + theirFile + "\n  slipway: " + ourFile);
            }
        }
        return differences;
    }

    private static final class Quiet implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {}

        @Override
        public void failed(io.slipway.common.Problem problem) {}
    }
}
