package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** skopeo, podman and containerd against a served home: what one pushes, the others pull. */
@Tag("scenario")
class RealClientsScenarioTest {

    @TempDir
    Path work;

    private MirrorServer server;
    private String registry;
    private Programs programs;

    @BeforeEach
    void start() throws Exception {
        Path home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve(Accounts.FILE), """
                anonymous:
                  pull: ["**"]
                  push: ["**"]
                  delete: ["**"]
                """);
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        registry = "127.0.0.1:" + server.port();
        RunnableImage.write(work.resolve("image"), "v1", List.of("amd64", "arm64"));
        programs = new Programs(work);
        programs.set(
                "CONTAINERS_REGISTRIES_CONF", work.resolve("registries.conf").toString());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String configuration(String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + registry + "/registries/" + path))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), path);
            return answer.body();
        }
    }

    private void push(String name) throws Exception {
        programs.run(
                "skopeo",
                "copy",
                "--all",
                "--dest-tls-verify=false",
                "oci:image:v1",
                "docker://" + registry + "/" + name);
    }

    private static Map<String, byte[]> blobsOf(Path layout) throws IOException {
        Map<String, byte[]> blobs = new TreeMap<>();
        try (var files = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path file : files.toList()) {
                blobs.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return blobs;
    }

    @Test
    void skopeoGetsBackByteByByteWhatItPushed() throws Exception {
        push("team/app:v1");
        programs.run(
                "skopeo",
                "copy",
                "--all",
                "--preserve-digests",
                "--src-tls-verify=false",
                "docker://" + registry + "/team/app:v1",
                "oci:back:v1");
        Map<String, byte[]> pushed = blobsOf(work.resolve("image"));
        Map<String, byte[]> pulled = blobsOf(work.resolve("back"));
        assertEquals(pushed.keySet(), pulled.keySet());
        for (Map.Entry<String, byte[]> blob : pushed.entrySet()) {
            assertArrayEquals(blob.getValue(), pulled.get(blob.getKey()));
        }
        programs.run(
                "skopeo",
                "copy",
                "--dest-tls-verify=false",
                "--format",
                "v2s2",
                "oci:image:v1",
                "docker://" + registry + "/team/docker:v1");
        assertTrue(programs.run(
                        "skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + registry + "/team/docker:v1")
                .contains(MediaTypes.DOCKER_MANIFEST));
        assertTrue(programs.run("skopeo", "list-tags", "--tls-verify=false", "docker://" + registry + "/team/app")
                .contains("\"v1\""));
        programs.run(
                "skopeo",
                "sync",
                "--all",
                "--src-tls-verify=false",
                "--src",
                "docker",
                "--dest",
                "dir",
                registry + "/team/app",
                Files.createDirectory(work.resolve("synced")).toString());
        programs.run("skopeo", "delete", "--tls-verify=false", "docker://" + registry + "/team/docker:v1");
        assertFalse(programs.run("skopeo", "list-tags", "--tls-verify=false", "docker://" + registry + "/team/docker")
                .contains("\"v1\""));
    }

    @Test
    void podmanPullsByTheUpstreamsNameAndPushes() throws Exception {
        push("quay.io/team/app:v1");
        Files.writeString(work.resolve("registries.conf"), configuration("podman/registries.conf"));
        List<String> podman = programs.podman();
        programs.run(podman, "pull", "quay.io/team/app:v1");
        programs.run(podman, "push", "quay.io/team/app:v1", registry + "/team/podman:v2");
        programs.run(podman, "rmi", "quay.io/team/app:v1");
        programs.run(podman, "pull", registry + "/team/podman:v2");
    }

    @Test
    void containerdPullsByTheUpstreamsName() throws Exception {
        push("nvcr.io/nvidia/cuda:12.4");
        for (String host : List.of("nvcr.io", "_default")) {
            Path folder = Files.createDirectories(work.resolve("certs.d").resolve(host));
            Files.writeString(folder.resolve("hosts.toml"), configuration("containerd/" + host + "/hosts.toml"));
        }
        try (Programs.Service containerd = programs.containerd("disabled_plugins = [\"io.containerd.grpc.v1.cri\"]")) {
            List<String> pull = programs.ctrPull(containerd);
            programs.run(pull, "nvcr.io/nvidia/cuda:12.4");
            programs.run(
                    "skopeo",
                    "copy",
                    "--all",
                    "--dest-tls-verify=false",
                    "oci:image:v1",
                    "docker://" + registry + "/ghcr.io/team/other:v1");
            programs.run(pull, "ghcr.io/team/other:v1");
            String listed = programs.run("ctr", "-a", containerd.address(), "images", "list");
            assertTrue(listed.contains("nvcr.io/nvidia/cuda:12.4") && listed.contains("ghcr.io/team/other:v1"), listed);
        }
    }
}
