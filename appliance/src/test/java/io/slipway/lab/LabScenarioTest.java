package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.crypto.OpenSshKey;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabStatus.NodeStatus;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.FindEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One lab lives through what happens to labs; real nodes, the real ssh client. */
@Tag("scenario")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LabScenarioTest {

    private static final LabSpec SPEC = LabSpec.named("scenario").nodes("1+1");

    private Path home;
    private Labs labs;
    private Lab lab;

    @BeforeAll
    void raise(@TempDir Path directory) {
        home = directory;
        labs = new Labs(home, environment(), Progress.NONE);
        lab = labs.up(SPEC);
    }

    @AfterAll
    void strike() {
        labs.down("killed", false);
        labs.down(SPEC.name(), false);
    }

    @Test
    @Order(1)
    void everyNodeHasBootedWithoutAFailedUnit() {
        assertEquals(
                List.of("mgmt01 running running true", "dgx01 running running true"),
                labs.status(SPEC.name()).nodes().stream()
                        .map(LabScenarioTest::line)
                        .toList());
    }

    @Test
    @Order(1)
    void everyNodeProvesItsIdentityAndGivesRootToItsUser() {
        for (LabNode node : lab.nodes()) {
            assertEquals("0 " + node.name() + " slipway\n", ssh(node, "echo $(sudo id -u) $(hostname) $(id -un)"));
        }
    }

    @Test
    @Order(1)
    void aNodeWithAnotherHostKeyIsRefused() throws IOException {
        LabNode node = lab.nodes().getFirst();
        String strange =
                OpenSshKey.generate("x", new java.security.SecureRandom()).publicKey();
        Path known = Files.writeString(home.resolve("strange"), node.address() + " " + strange);
        Ran ran = ran(sshCommand(node, known, "true"));
        Files.delete(known);
        assertEquals(255, ran.status);
        assertTrue(ran.output.contains("Host key verification failed"), ran.output);
    }

    @Test
    @Order(1)
    void aNodeIsAsBareAsAFreshInstallation() {
        LabNode node = lab.nodes().getLast();
        assertEquals("", ssh(node, "command -v python3 perl5 curl || true"));
        assertEquals("", ssh(node, "cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null || true"));
        assertEquals(
                "moved\n",
                ssh(
                        node,
                        "sudo sh -c 'for f in hosts hostname resolv.conf; do cp -a /etc/$f /etc/$f.new && mv /etc/$f.new /etc/$f || exit 1; done; echo moved'"));
    }

    @Test
    @Order(1)
    void nodesReachThisMachineAndEachOther() {
        LabNode node = lab.nodes().getFirst();
        String other = lab.nodes().getLast().address();
        assertEquals(
                "ok\n",
                ssh(
                        node,
                        "ping -qc1 -W5 " + lab.gateway() + " >/dev/null && ping -qc1 -W5 " + other
                                + " >/dev/null && echo ok"));
    }

    @Test
    @Order(2)
    void upAgainChangesNothing() {
        LabNode node = lab.nodes().getFirst();
        String boot = ssh(node, "cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1");
        assertEquals(lab, labs.up(SPEC));
        assertEquals(boot, ssh(node, "cat /proc/sys/kernel/random/boot_id; stat -c %Y /proc/1"));
    }

    @Test
    @Order(3)
    void aNodeThatWasTurnedOffComesBackWithItsFilesAndARemovedOneIsMadeAnewWithItsKey() {
        LabNode stopped = lab.nodes().getFirst();
        LabNode removed = lab.nodes().getLast();
        ssh(stopped, "echo mine | sudo tee /etc/mine; sudo sh -c 'echo 127.0.0.1 kept >> /etc/hosts'");
        try (Engine engine = engine().orElseThrow()) {
            engine.exec(container(engine, stopped).id(), "systemctl", "poweroff");
            await(() -> !container(engine, stopped).running());
            engine.remove(container(engine, removed).id());
        }
        assertEquals(lab, labs.up(SPEC));
        assertEquals("mine\n127.0.0.1 kept\n", ssh(stopped, "cat /etc/mine; tail -1 /etc/hosts"));
        assertEquals(removed.name() + "\n", ssh(removed, "hostname"));
    }

    @Test
    @Order(4)
    void anEngineThatWasKilledIsRevived() throws IOException {
        long pid = Long.parseLong(
                Files.readString(home.resolve("engine/docker.pid")).strip());
        ProcessHandle dockerd = ProcessHandle.of(pid).orElseThrow();
        dockerd.destroyForcibly();
        dockerd.onExit().join();
        assertFalse(labs.status(SPEC.name()).ready());
        assertEquals(lab, labs.up(SPEC));
        assertTrue(labs.status(SPEC.name()).ready());
    }

    @Test
    @Order(5)
    void anUpThatWasKilledHalfwayIsFinishedByTheNext() throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Up.class.getName(),
                home.toString());
        Process up = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Engine engine = engine().orElseThrow()) {
            await(() -> !up.isAlive()
                    || engine.containers().stream().anyMatch(node -> node.name().startsWith("slipway-killed-")));
        }
        assertTrue(up.isAlive());
        up.destroyForcibly().waitFor();
        assertEquals(4, labs.up(LabSpec.named("killed").nodes("1+3")).nodes().size());
        assertTrue(labs.status("killed").ready());
        labs.down("killed", false);
        assertTrue(labs.status(SPEC.name()).ready());
    }

    @Test
    @Order(6)
    void downLeavesNothingBehind() throws IOException {
        Path socket = home.resolve("engine/docker.sock");
        assertTrue(Files.exists(socket));
        labs.down(SPEC.name(), false);
        try (var left = Files.list(home)) {
            assertEquals(List.of(), left.toList());
        }
        assertTrue(ProcessHandle.allProcesses()
                .noneMatch(process -> process.info().commandLine().orElse("").contains(home + "/")));
        assertTrue(Routes.ofThisMachine().stream()
                .noneMatch(route -> route.subnet().equals(lab.subnet())));
        labs.down(SPEC.name(), false);
    }

    /** What the killed process does. */
    static final class Up {

        private Up() {}

        public static void main(String[] args) {
            new Labs(Path.of(args[0]), environment(), Progress.NONE)
                    .up(LabSpec.named("killed").nodes("1+3"));
        }
    }

    /** A cache that outlives the test, unless the caller has one; an engine of our own, whatever else runs here. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "SLIPWAY_LAB_CACHE",
                Optional.ofNullable(System.getenv("SLIPWAY_LAB_CACHE"))
                        .orElse(Path.of("target", "lab-cache").toAbsolutePath().toString()));
        return environment;
    }

    private Optional<Engine> engine() {
        return FindEngine.on(home, Map.of(), Progress.NONE).running();
    }

    private static Container container(Engine engine, LabNode node) {
        return engine.containers().stream()
                .filter(found -> found.name().equals("slipway-scenario-" + node.name()))
                .findFirst()
                .orElseThrow();
    }

    private static String line(NodeStatus status) {
        return status.node().name() + " " + status.container() + " " + status.systemd() + " " + status.ssh();
    }

    private String ssh(LabNode node, String command) {
        Ran ran = ran(sshCommand(node, lab.knownHosts(), command));
        assertEquals(0, ran.status, ran.output);
        return ran.output;
    }

    private List<String> sshCommand(LabNode node, Path knownHosts, String command) {
        return List.of(
                "ssh",
                "-F",
                "none",
                "-i",
                lab.privateKey().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "ConnectTimeout=10",
                "-o",
                "UserKnownHostsFile=" + knownHosts,
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "LogLevel=ERROR",
                Lab.USER + "@" + node.address(),
                command);
    }

    private record Ran(int status, String output) {}

    private static Ran ran(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), output);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < deadline, "it did not happen within a minute");
            Thread.onSpinWait();
        }
    }
}
