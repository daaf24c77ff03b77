package io.slipway.automation.module.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerContainerModuleTest {

    @TempDir
    Path temp;

    private final DockerContainerModule container = new DockerContainerModule();
    private FakeEngine engine;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void anEngineWithAnImage() {
        engine = new FakeEngine(temp)
                .answers(
                        "GET /images/web%3A1/json",
                        Map.of(
                                "Id",
                                "sha256:1",
                                "Config",
                                Map.of("Env", List.of("PATH=/bin"), "Labels", Map.of("of", "image"))));
        node = engine.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private void runs(Map<String, ?> config, Map<String, ?> host) {
        engine.answers(
                "GET /containers/c/json",
                Map.of(
                        "Id",
                        "ID",
                        "Image",
                        "sha256:1",
                        "State",
                        Map.of("Running", true),
                        "Config",
                        config,
                        "HostConfig",
                        host));
        engine.answers("GET /containers/ID/json", Map.of("Id", "ID", "State", Map.of("Running", true)));
    }

    @Test
    void aContainerThatIsAsWantedCostsOneExchange() {
        runs(
                Map.of(
                        "Env",
                        List.of("PATH=/bin", "A=1"),
                        "Cmd",
                        List.of("sleep", "1"),
                        "Labels",
                        Map.of("of", "image")),
                Map.of(
                        "Memory",
                        67108864,
                        "DeviceRequests",
                        List.of(Map.of(
                                "Driver",
                                "",
                                "Count",
                                -1,
                                "Capabilities",
                                List.of(List.of("gpu")),
                                "Options",
                                Map.of()))));
        ModuleResult result = calls.run(
                container,
                "name",
                "c",
                "image",
                "web:1",
                "command",
                "sleep 1",
                "env",
                Map.of("A", "1"),
                "memory",
                "64M",
                "device_requests",
                List.of(Map.of("count", -1L, "capabilities", List.of(List.of("gpu")))));
        assertFalse(result.changed());
        assertEquals("ID", Values.map(result.values().get("container")).get("Id"));
        assertEquals(1, node.exchanges());
    }

    @Test
    void itIsMadeOfWhatTheTaskSays() {
        engine.answers("POST /containers/create?name=c", Map.of("Id", "ID", "Warnings", List.of("careful")));
        assertTrue(calls.check(container, "name", "c", "image", "web:1").changed());
        assertEquals(List.of(), engine.asked());
        ModuleResult result = calls.run(
                container,
                "name",
                "c",
                "image",
                "web:1",
                "state",
                "present",
                "env",
                Map.of("TOKEN", "a \"secret\" \\ $(id) `id`'"),
                "ports",
                List.of("8080:80", "127.0.0.1:53:53/udp", "[::1]:9000-9001:9000-9001"),
                "volumes",
                List.of("/data:/d:ro", "/anonymous", "~/x:/x"),
                "mounts",
                List.of(Map.of("target", "/m", "type", "tmpfs", "tmpfs_size", "1M", "tmpfs_mode", "1777")),
                "healthcheck",
                Map.of("test", "true", "interval", "1m30s"),
                "device_requests",
                List.of(Map.of("count", -1L, "capabilities", List.of(List.of("gpu")))),
                "runtime",
                "nvidia",
                "shm_size",
                "1G",
                "ulimits",
                List.of("memlock:-1:-1"),
                "restart_policy",
                "always",
                "cpus",
                1.5);
        assertTrue(result.changed());
        assertEquals(List.of("Docker warning: careful"), result.values().get("warnings"));
        Map<String, ?> body = engine.body("POST /containers/create");
        Map<String, ?> host = Values.map(body.get("HostConfig"));
        assertEquals(List.of("TOKEN=a \"secret\" \\ $(id) `id`'"), body.get("Env"));
        assertEquals(
                Map.of("Test", List.of("CMD-SHELL", "true"), "Interval", 90_000_000_000L), body.get("Healthcheck"));
        assertEquals(Map.of("/anonymous", Map.of()), body.get("Volumes"));
        assertEquals(List.of("/data:/d:ro", System.getenv("HOME") + "/x:/x:rw"), host.get("Binds"));
        assertEquals(
                Map.of(
                        "80/tcp", List.of(Map.of("HostIp", "0.0.0.0", "HostPort", "8080")),
                        "53/udp", List.of(Map.of("HostIp", "127.0.0.1", "HostPort", "53")),
                        "9000/tcp", List.of(Map.of("HostIp", "::1", "HostPort", "9000")),
                        "9001/tcp", List.of(Map.of("HostIp", "::1", "HostPort", "9001"))),
                host.get("PortBindings"));
        assertEquals(
                List.of(Map.of(
                        "Target", "/m", "Type", "tmpfs", "TmpfsOptions", Map.of("SizeBytes", 1048576L, "Mode", 1023L))),
                host.get("Mounts"));
        assertEquals(
                List.of(Map.of("Count", -1L, "Capabilities", List.of(List.of("gpu")))), host.get("DeviceRequests"));
        assertEquals("nvidia", host.get("Runtime"));
        assertEquals(1L << 30, host.get("ShmSize"));
        assertEquals(List.of(Map.of("Name", "memlock", "Soft", -1L, "Hard", -1L)), host.get("Ulimits"));
        assertEquals(Map.of("Name", "always", "MaximumRetryCount", 0L), host.get("RestartPolicy"));
        assertEquals(1_500_000_000L, host.get("NanoCpus"));
    }

    @Test
    void anotherEnvironmentMakesItAnew() {
        runs(Map.of("Env", List.of("PATH=/bin", "A=1")), Map.of());
        calls.run(
                container,
                "name",
                "c",
                "env",
                Map.of("A", "2"),
                "image",
                "web:1",
                "state",
                "present",
                "stop_timeout",
                3);
        List<String> asked = engine.asked();
        assertEquals("POST /containers/ID/stop?t=3 ", asked.get(0));
        assertEquals("DELETE /containers/ID?v=false&link=false&force=false ", asked.get(1));
    }

    @Test
    void limitsChangeWhereItIs() {
        runs(Map.of("Env", List.of("PATH=/bin")), Map.of("Memory", 1));
        assertTrue(calls.run(container, "name", "c", "memory", "2M").changed());
        assertEquals(List.of("POST /containers/ID/update {\"Memory\":2097152}"), engine.asked());
    }

    @Test
    void itIsStoppedKilledRestartedAndRemoved() {
        runs(Map.of("Env", List.of("PATH=/bin")), Map.of());
        calls.run(container, "name", "c", "state", "stopped");
        calls.run(container, "name", "c", "state", "stopped", "force_kill", true, "kill_signal", "SIGTERM");
        calls.run(container, "name", "c", "restart", true);
        calls.run(container, "name", "c", "paused", true);
        assertEquals(
                List.of(
                        "POST /containers/ID/stop ",
                        "POST /containers/ID/kill?signal=SIGTERM ",
                        "POST /containers/ID/restart?t=10 ",
                        "POST /containers/ID/pause "),
                engine.asked());
        assertFalse(calls.run(container, "name", "other", "state", "absent").changed());
    }

    @Test
    void aNameIsNeverMoreThanAName() {
        calls.run(container, "name", "-a/../b'c d\n$(id)?x=1&", "state", "absent");
        assertEquals(List.of(), engine.asked());
    }

    @Test
    void whatCannotBeIsSaid() {
        runs(Map.of(), Map.of());
        assertEquals("Cannot create container when image is not specified!", calls.failure(container, "name", "new"));
        assertEquals(
                "source must be specified for mount \"/m\" of type \"bind\"",
                calls.failure(container, "name", "c", "mounts", List.of(Map.of("target", "/m", "type", "bind"))));
        assertEquals("Invalid port range: \"9-1\"", calls.failure(container, "name", "c", "ports", List.of("9-1")));
        assertEquals(
                "Unknown module option 'no' in comparisons dict!",
                calls.failure(container, "name", "c", "comparisons", Map.of("no", "strict")));
        assertTrue(calls.failure(container, "name", "c", "env", Map.of("A", 1L)).startsWith("Non-string value"));
        assertTrue(calls.failure(container, "name", "c", "docker_host", "unix:///no/such")
                .contains("there is no socket /no/such"));
        assertEquals(
                "Parameter error: network named no could not be found. Does it exist?",
                calls.failure(container, "name", "c", "networks", List.of(Map.of("name", "no"))));
    }

    @Test
    void outputComesInFrames() {
        byte[] sent = {1, 0, 0, 0, 0, 0, 0, 3, 'h', 'i', '\n', 2, 0, 0, 0, 0, 0, 0, 1, '!'};
        assertEquals("hi\n!", OutputFrames.text(sent, false));
        assertEquals("", OutputFrames.text(new byte[] {1, 0, 0, 0, -1, -1, -1, -1}, false));
    }
}
