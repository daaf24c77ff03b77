package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
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
        layout(work.resolve("image"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** An image for two platforms, in an odd layout of white space that must stay. */
    private void layout(Path folder) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        List<Map<String, Object>> children = new ArrayList<>();
        for (String architecture : List.of("amd64", "arm64")) {
            byte[] tar = tar(architecture);
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(tar);
            }
            Map<String, Object> config = new LinkedHashMap<>();
            config.put("architecture", architecture);
            config.put("os", "linux");
            config.put(
                    "rootfs",
                    Map.of(
                            "type",
                            "layers",
                            "diff_ids",
                            List.of(OciDigest.sha256(tar).toString())));
            Map<String, Object> manifest = new LinkedHashMap<>();
            manifest.put("schemaVersion", 2);
            manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
            manifest.put("config", keep(blobs, "application/vnd.oci.image.config.v1+json", TestRegistry.json(config)));
            manifest.put(
                    "layers",
                    List.of(keep(blobs, "application/vnd.oci.image.layer.v1.tar+gzip", packed.toByteArray())));
            Map<String, Object> child =
                    keep(blobs, MediaTypes.OCI_MANIFEST, Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
            child.put("platform", Map.of("os", "linux", "architecture", architecture));
            children.add(child);
        }
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", children);
        Map<String, Object> root =
                keep(blobs, MediaTypes.OCI_INDEX, (Json.pretty(index) + "\n\n").getBytes(StandardCharsets.UTF_8));
        root.put("annotations", Map.of("org.opencontainers.image.ref.name", "v1"));
        Files.writeString(
                folder.resolve("index.json"), Json.write(Map.of("schemaVersion", 2, "manifests", List.of(root))));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private static byte[] tar(String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            byte[] text = content.repeat(100_000).getBytes(StandardCharsets.UTF_8);
            TarArchiveEntry entry = new TarArchiveEntry("architecture");
            entry.setSize(text.length);
            tar.putArchiveEntry(entry);
            tar.write(text);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static Map<String, Object> keep(Path blobs, String type, byte[] content) throws IOException {
        OciDigest digest = OciDigest.sha256(content);
        Files.write(blobs.resolve(digest.hex()), content);
        return TestRegistry.descriptor(type, digest, content.length);
    }

    private String run(String... command) throws Exception {
        Path out = Files.createTempFile(work, "out", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment()
                .put(
                        "CONTAINERS_REGISTRIES_CONF",
                        work.resolve("registries.conf").toString());
        Process process = builder.start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), String.join(" ", command));
        String text = Files.readString(out);
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + text);
        return text;
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
        run("skopeo", "copy", "--all", "--dest-tls-verify=false", "oci:image:v1", "docker://" + registry + "/" + name);
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
        run(
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
        run(
                "skopeo",
                "copy",
                "--dest-tls-verify=false",
                "--format",
                "v2s2",
                "oci:image:v1",
                "docker://" + registry + "/team/docker:v1");
        assertTrue(run("skopeo", "inspect", "--raw", "--tls-verify=false", "docker://" + registry + "/team/docker:v1")
                .contains(MediaTypes.DOCKER_MANIFEST));
        assertTrue(run("skopeo", "list-tags", "--tls-verify=false", "docker://" + registry + "/team/app")
                .contains("\"v1\""));
        run(
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
        run("skopeo", "delete", "--tls-verify=false", "docker://" + registry + "/team/docker:v1");
        assertFalse(run("skopeo", "list-tags", "--tls-verify=false", "docker://" + registry + "/team/docker")
                .contains("\"v1\""));
    }

    @Test
    void podmanPullsByTheUpstreamsNameAndPushes() throws Exception {
        push("quay.io/team/app:v1");
        Files.writeString(work.resolve("registries.conf"), configuration("podman/registries.conf"));
        List<String> podman = List.of(
                "podman",
                "--root",
                work.resolve("podman").toString(),
                "--runroot",
                work.resolve("podman-run").toString(),
                "--storage-driver",
                "vfs");
        run(with(podman, "pull", "quay.io/team/app:v1"));
        run(with(podman, "push", "quay.io/team/app:v1", registry + "/team/podman:v2"));
        run(with(podman, "rmi", "quay.io/team/app:v1"));
        run(with(podman, "pull", registry + "/team/podman:v2"));
    }

    @Test
    void containerdPullsByTheUpstreamsName() throws Exception {
        push("nvcr.io/nvidia/cuda:12.4");
        for (String host : List.of("nvcr.io", "_default")) {
            Path folder = Files.createDirectories(work.resolve("certs.d").resolve(host));
            Files.writeString(folder.resolve("hosts.toml"), configuration("containerd/" + host + "/hosts.toml"));
        }
        Path socket = work.resolve("c.sock");
        Path config = work.resolve("containerd.toml");
        Files.writeString(config, """
                version = 2
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                  address = "%2$s"
                """.formatted(work, socket));
        Process containerd = new ProcessBuilder("containerd", "--config", config.toString(), "--log-level", "warn")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("containerd.log").toFile())
                .start();
        try {
            run("timeout", "30", "sh", "-c", "until ctr -a " + socket + " version >/dev/null 2>&1; do sleep 0.1; done");
            List<String> pull = List.of(
                    "ctr",
                    "-a",
                    socket.toString(),
                    "images",
                    "pull",
                    "--snapshotter",
                    "native",
                    "--hosts-dir",
                    work.resolve("certs.d").toString());
            run(with(pull, "nvcr.io/nvidia/cuda:12.4"));
            run(
                    "skopeo",
                    "copy",
                    "--all",
                    "--dest-tls-verify=false",
                    "oci:image:v1",
                    "docker://" + registry + "/ghcr.io/team/other:v1");
            run(with(pull, "ghcr.io/team/other:v1"));
            String listed = run("ctr", "-a", socket.toString(), "images", "list");
            assertTrue(listed.contains("nvcr.io/nvidia/cuda:12.4") && listed.contains("ghcr.io/team/other:v1"), listed);
        } finally {
            containerd.destroy();
            containerd.waitFor();
        }
    }

    private static String[] with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }
}
