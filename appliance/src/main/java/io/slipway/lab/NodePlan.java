package io.slipway.lab;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.crypto.OpenSshKey;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.ContainerPlan;
import io.slipway.lab.engine.Engine.Mount;
import io.slipway.lab.files.Tar;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node as a container that boots systemd.
 *
 * @param loginKey the public key that may log in
 */
record NodePlan(String lab, LabNode node, String image, OpenSshKey hostKey, String loginKey) {

    /** Every container and network of a lab carries its name under this label. */
    static final String LAB = "slipway.lab";

    /** Says from what plan a container was made, so that a different plan makes it anew. */
    private static final String PLAN = "slipway.lab.plan";

    private static final Path MODULES = Path.of("/lib/modules");
    private static final int NODE_USER = 1000;

    static String resourceName(String lab) {
        return "slipway-" + lab;
    }

    static LabException notOurs(String kind, String name, String lab) {
        return new LabException(Problem.of("the engine has a " + kind + " '" + name + "' that is not of this lab")
                .because("it lacks the label " + LAB + "=" + lab)
                .hint("remove it, or give the lab another --name"));
    }

    String containerName() {
        return resourceName(lab) + "-" + node.name();
    }

    /** Whether a container was made from this very plan. */
    boolean made(Engine.Container container) {
        return fingerprint().equals(container.labels().get(PLAN));
    }

    private String fingerprint() {
        String everything = String.join("\n", node.name(), node.address(), image, hostKey.publicKey(), loginKey);
        return Digest.of(everything.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 16);
    }

    ContainerPlan container(Engine.Facts engine, List<String> capabilities) {
        boolean unified = engine.cgroups() == 2;
        Map<String, Mount> mounts = new LinkedHashMap<>();
        if (!unified) {
            mounts.put("/sys/fs/cgroup", new Mount("/sys/fs/cgroup", true));
        }
        if (Files.isDirectory(MODULES)) {
            mounts.put(MODULES.toString(), new Mount(MODULES.toString(), false));
        }
        return new ContainerPlan(
                containerName(),
                node.name(),
                image,
                List.of("/sbin/lab-init"),
                resourceName(lab),
                node.address(),
                Map.of(LAB, lab, PLAN, fingerprint()),
                capabilities,
                Map.of(
                        "/run", "rw,exec,nosuid,nodev,mode=755",
                        "/run/lock", "rw,noexec,nosuid,nodev,mode=1777",
                        "/tmp", "rw,exec,nosuid,nodev,mode=1777"),
                mounts,
                List.of("/var/lib/containerd"),
                unified ? "private" : "host",
                "SIGRTMIN+3");
    }

    /** What makes this node itself: its name, its host key, and who may log in. */
    byte[] files() {
        return new Tar()
                .file("etc/hostname", 0644, 0, node.name() + "\n")
                .file("etc/hosts", 0644, 0, "127.0.0.1\tlocalhost\n127.0.1.1\t" + node.name() + "\n")
                .file("etc/resolv.conf", 0644, 0, "")
                .file("etc/ssh/ssh_host_ed25519_key", 0600, 0, hostKey.privateKey())
                .file("etc/ssh/ssh_host_ed25519_key.pub", 0644, 0, hostKey.publicKey())
                .file("root/.ssh/authorized_keys", 0600, 0, loginKey)
                .file("home/slipway/.ssh/authorized_keys", 0600, NODE_USER, loginKey)
                .bytes();
    }
}
