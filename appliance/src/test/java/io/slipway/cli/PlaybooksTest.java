package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every playbook of ours can be read with the example's inventory, and says what it must be told before it connects to any node. */
class PlaybooksTest {

    private static final Path PLAYBOOKS = Slipway.repository().resolve("playbooks");
    private static final String THREE = "[management]\nm1\nm2\nm3\n[compute]\nc1\n";

    @TempDir
    Path folder;

    static List<Path> playbooks() throws IOException {
        try (var files = Files.list(PLAYBOOKS)) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }

    private Slipway.Said run(String playbook, Path inventory, String... more) {
        List<String> words =
                new ArrayList<>(List.of("run", PLAYBOOKS.resolve(playbook).toString(), "-i", inventory.toString()));
        words.addAll(List.of(more));
        return new Slipway(folder.resolve("home")).run(words.toArray(String[]::new));
    }

    /** On nodes that are not there. */
    private Slipway.Said told(String playbook, String hosts, String... variables) throws IOException {
        Path inventory = Files.writeString(
                folder.resolve("pod.ini"),
                hosts + "[all:vars]\nansible_host=127.0.0.1\nansible_port=1\n" + String.join("\n", variables) + "\n");
        return run(playbook, inventory);
    }

    private static void refuses(Slipway.Said said, String why) {
        assertEquals(2, said.status(), said.all());
        assertTrue(said.all().replaceAll("\\s+", " ").contains(why), said.all());
        assertFalse(said.all().contains("cannot connect"), said.all());
    }

    @ParameterizedTest
    @MethodSource("playbooks")
    void isRightWithTheExample(Path playbook) {
        Slipway.Said said = run(
                playbook.getFileName().toString(),
                Slipway.repository().resolve("inventory/example"),
                "--syntax-check",
                "-e",
                "node=dgx01");
        assertEquals(0, said.status(), said.all());
    }

    @Test
    void aClusterNeedsAVersionAnOddNumberOfManagementNodesAndAnAddressForThem() throws Exception {
        String version = "slipway_kubernetes={'version': '1.34.1'}";
        String address = "slipway_pod={'name': 'p', 'vip': '192.0.2.10'}";
        String why = "a cluster needs slipway_kubernetes.version, one, three or five management nodes";
        refuses(told("kubernetes.yml", THREE, address), why);
        refuses(told("kubernetes.yml", THREE, version, "slipway_pod={'name': 'p'}"), why);
        refuses(told("kubernetes.yml", "[management]\nm1\nm2\n[compute]\nc1\n", version, address), why);
        assertEquals(
                4, told("kubernetes.yml", THREE, version, address).status(), "the nodes are asked, and are not there");
        assertEquals(
                4,
                told("kubernetes.yml", "[management]\nm1\n[compute]\n", version, "slipway_pod={'name': 'p'}")
                        .status(),
                "one management node is its own address");
    }

    @Test
    void aClusterOfRke2NeedsAVersionAndItsFiles() throws Exception {
        String address = "slipway_pod={'name': 'p', 'vip': '192.0.2.10'}";
        String why = "a cluster of RKE2 needs slipway_rke2.version, slipway_rke2.files";
        refuses(told("rke2.yml", THREE, address), why);
        refuses(told("rke2.yml", THREE, address, "slipway_rke2={'version': 'v1.36.3+rke2r1'}"), why);
        String all = "slipway_rke2={'version': 'v1.36.3+rke2r1', 'files': '/srv/rke2'}";
        refuses(told("rke2.yml", THREE, "slipway_pod={'name': 'p'}", all), why);
        assertEquals(4, told("rke2.yml", THREE, address, all).status(), "the nodes are asked, and are not there");
        refuses(told("rke2-reset.yml", THREE, address), "if that is meant, say so with -e confirm=p");
    }

    @Test
    void theExampleTellsAClusterEverything() {
        Slipway.Said said = run(
                "kubernetes.yml",
                Slipway.repository().resolve("inventory/example"),
                "-e",
                "ansible_host=127.0.0.1 ansible_port=1");
        assertEquals(4, said.status(), said.all());
    }

    @Test
    void nothingIsDestroyedUntilItIsNamed() throws Exception {
        String pod = "slipway_pod={'name': 'p'}";
        refuses(told("reset.yml", THREE, pod), "if that is meant, say so with -e confirm=p");
        refuses(told("reset.yml", THREE, pod, "confirm=q"), "if that is meant, say so with -e confirm=p");
        assertEquals(4, told("reset.yml", THREE, pod, "confirm=p").status(), "the nodes are asked, and are not there");
        refuses(told("recover-control-plane.yml", THREE, pod), "if that is meant, say so with -e confirm=p");
        refuses(
                told("go-back.yml", THREE, pod, "slipway_kubernetes={'version': '1.34.1'}"),
                "back to Kubernetes 1.34.1, and to a snapshot of etcd from that time; if that is meant, say so with -e confirm=p");
        refuses(
                run("remove-node.yml", folder.resolve("pod.ini"), "-e", "node=elsewhere"),
                "name the node that is to go, one of the inventory's, with -e node=NAME");
    }
}
