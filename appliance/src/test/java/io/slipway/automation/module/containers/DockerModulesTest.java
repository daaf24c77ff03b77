package io.slipway.automation.module.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerModulesTest {

    @TempDir
    Path temp;

    private FakeEngine engine;
    private Calls calls;

    @BeforeEach
    void anEngine() {
        engine = new FakeEngine(temp).answers("GET /images/web%3A1/json", Map.of("Id", "sha256:1"));
        engine.tools()
                .have(
                        "docker",
                        "case $* in *pull*) echo 'no such host' >&2; exit 1 ;; *push*) echo 'a: Pushed' ;; esac");
        calls = new Calls(engine.node(), new FakeController(temp));
    }

    @Test
    void imagesAreTaggedPushedAndRemoved() {
        DockerImageModule image = new DockerImageModule();
        Object[] tag = {"name", "web:1", "source", "local", "repository", "registry:5000/a/web", "push", true};
        assertTrue(calls.check(image, tag).changed());
        assertEquals(List.of(), engine.asked());
        assertEquals(
                List.of("Tagged image web:1 to registry:5000/a/web:1", "Pushed image web to registry:5000/a/web:1"),
                calls.run(image, tag).values().get("actions"));
        calls.run(image, "name", "web", "tag", "1", "state", "absent", "force_absent", true);
        assertEquals(
                List.of(
                        "POST /images/web%3A1/tag?repo=registry%3A5000%2Fa%2Fweb&tag=1 ",
                        "DELETE /images/web%3A1?force=true "),
                engine.asked());
        assertEquals(
                List.of("docker [-H] [http://engine] [push] [--] [registry:5000/a/web:1]"),
                engine.tools().log());
        assertEquals("Error pulling image no:1 - no such host", calls.failure(image, "name", "no:1", "source", "pull"));
        assertEquals("Cannot find the image no:latest locally.", calls.failure(image, "name", "no", "source", "local"));
    }

    @Test
    void namesOfImagesAreSplitAtTheTag() {
        assertEquals(new ImageName("host:5000/a", ""), ImageName.parse("host:5000/a"));
        assertEquals(new ImageName("host:5000/a", "b"), ImageName.parse("host:5000/a:b"));
        assertEquals("a@sha256:0", ImageName.parse("a@sha256:0").toString());
        assertEquals("docker.io", ImageName.parse("library/a:b").registry());
    }

    @Test
    void volumesAndNetworksAreMadeAnewWhenTheyDiffer() {
        engine.answers("GET /volumes/v", Map.of("Name", "v", "Driver", "local", "Labels", Map.of("a", "b")));
        DockerVolumeModule volume = new DockerVolumeModule();
        assertFalse(calls.run(volume, "name", "v", "labels", Map.of("a", "b")).changed());
        assertFalse(calls.run(volume, "name", "v", "labels", Map.of("a", "c")).changed());
        assertTrue(calls.run(volume, "name", "v", "labels", Map.of("a", "c"), "recreate", "options-changed")
                .changed());
        engine.answers(
                "GET /networks/n",
                Map.of(
                        "Name",
                        "n",
                        "Driver",
                        "bridge",
                        "Internal",
                        true,
                        "Containers",
                        Map.of("1", Map.of("Name", "c"))));
        DockerNetworkModule network = new DockerNetworkModule();
        assertFalse(calls.run(network, "name", "n", "internal", true).changed());
        calls.run(network, "name", "n", "connected", List.of("d"));
        calls.run(network, "name", "n", "state", "absent");
        assertEquals(
                List.of(
                        "DELETE /volumes/v ",
                        "POST /volumes/create {\"Name\":\"v\",\"Driver\":\"local\",\"DriverOpts\":{},\"Labels\":{\"a\":\"c\"}}",
                        "POST /networks/n/connect {\"Container\":\"d\",\"EndpointConfig\":{}}",
                        "POST /networks/n/disconnect {\"Container\":\"c\"}",
                        "POST /networks/n/disconnect {\"Container\":\"c\"}",
                        "DELETE /networks/n "),
                engine.asked());
        assertEquals(
                "\"10.0.0.0\" is not a valid CIDR",
                calls.failure(network, "name", "n", "ipam_config", List.of(Map.of("subnet", "10.0.0.0"))));
    }

    @Test
    void aLoginIsKeptInAFileThatOnlyItsOwnerReads() throws IOException {
        DockerLoginModule login = new DockerLoginModule();
        Path config = temp.resolve("a 'folder'/config.json");
        Object[] arguments = {
            "registry", "registry:5000", "username", "me", "password", "my secret", "config_path", config.toString()
        };
        assertTrue(calls.check(login, arguments).changed());
        assertFalse(Files.exists(config));
        assertTrue(calls.run(login, arguments).changed());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(config)));
        assertTrue(Files.readString(config).contains("bWU6bXkgc2VjcmV0"));
        assertFalse(calls.run(login, arguments).changed());
        Object[] out = {"registry", "registry:5000", "state", "absent", "config_path", config.toString()};
        assertTrue(calls.run(login, out).changed());
        assertFalse(calls.run(login, out).changed());
    }
}
