package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.client.FakeRegistry;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.oci.places.Place;
import io.slipway.mirror.oci.places.Ways;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.SyncMirrors;
import io.slipway.server.FrontDoor;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buildah, umoci, a Docker engine and containerd's CRI plugin against a served home; images of all kinds byte by byte. */
@Tag("scenario")
class ContainerToolsScenarioTest {

    @TempDir
    Path work;

    private Path home;
    private MirrorServer server;
    private String registry;

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve("registry.yml"), """
                anonymous:
                  pull: ["**"]
                  push: ["**"]
                """);
        server = MirrorServer.start(home, new InetSocketAddress("0.0.0.0", 0), FrontDoor.Listener.NONE);
        registry = "127.0.0.1:" + server.port();
        RunnableImage.write(work.resolve("image"), "v1", List.of("amd64", "arm64"));
        Files.writeString(work.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String run(String... command) throws Exception {
        Path out = Files.createTempFile(work, "out", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), String.join(" ", command));
        String text = Files.readString(out);
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + text);
        return text;
    }

    private static String[] with(List<String> command, String... more) {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of(more));
        return all.toArray(new String[0]);
    }

    private void skopeo(String from, String to) throws Exception {
        run(
                "skopeo",
                "copy",
                "--all",
                "--preserve-digests",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                from,
                to);
    }

    private String docker(String name) {
        return "docker://" + registry + "/" + name;
    }

    /** As a shell's {@code curl} gets it. */
    private String configuration(String address, String path) throws Exception {
        return run("curl", "-sf", "http://" + address + "/registries/" + path);
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (var all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSame(Path one, Path other) throws IOException {
        Map<String, byte[]> expected = files(one);
        Map<String, byte[]> actual = files(other);
        assertEquals(expected.keySet(), actual.keySet());
        for (Map.Entry<String, byte[]> each : expected.entrySet()) {
            assertArrayEquals(each.getValue(), actual.get(each.getKey()), each.getKey());
        }
    }

    /** One manifest in the form of skopeo's {@code dir:}, in white space that only its digest remembers. */
    private Path folder(String name, String type, String configType, String config, String layerType)
            throws IOException {
        Path folder = Files.createDirectories(work.resolve(name));
        byte[] layer = TestImages.noise(name.hashCode(), 50_000);
        byte[] text = config.getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(OciDigest.sha256(layer).hex()), layer);
        Files.write(folder.resolve(OciDigest.sha256(text).hex()), text);
        Files.writeString(folder.resolve("version"), "Directory Transport Version: 1.1\n");
        Files.writeString(folder.resolve("manifest.json"), """
                {
                   "schemaVersion": 2,   "mediaType": "%s",
                   "config": {"mediaType": "%s", "size": %d, "digest": "%s"},
                   "layers": [ {"mediaType": "%s", "size": %d, "digest": "%s"} ]
                }

                """.formatted(
                        type,
                        configType,
                        text.length,
                        OciDigest.sha256(text),
                        layerType,
                        layer.length,
                        OciDigest.sha256(layer)));
        return folder;
    }

    @Test
    void dockersImagesThoseWithZstdAndChartsComeBackByteByByte() throws Exception {
        String image = "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\""
                + OciDigest.sha256(new byte[1]) + "\"]}}";
        List<Path> sources = List.of(
                folder(
                        "docker",
                        MediaTypes.DOCKER_MANIFEST,
                        "application/vnd.docker.container.image.v1+json",
                        image,
                        "application/vnd.docker.image.rootfs.diff.tar.gzip"),
                folder(
                        "zstd",
                        MediaTypes.OCI_MANIFEST,
                        TestImages.CONFIG,
                        image,
                        "application/vnd.oci.image.layer.v1.tar+zstd"),
                folder(
                        "chart",
                        MediaTypes.OCI_MANIFEST,
                        "application/vnd.cncf.helm.config.v1+json",
                        "{\"name\":\"app\",\"version\":\"1.0.0\",\"apiVersion\":\"v2\"}",
                        "application/vnd.cncf.helm.chart.content.v1.tar+gzip"));
        for (Path source : sources) {
            String name = "team/" + source.getFileName() + ":1.0.0";
            skopeo("dir:" + source, docker(name));
            Path back = work.resolve("back-" + source.getFileName());
            skopeo(docker(name), "dir:" + back);
            assertSame(source, back);
        }
    }

    @Test
    void anImageOfARegistryWithAPortIsPulledByTheNameThatClientsCanWrite() throws Exception {
        try (FakeRegistry upstream = new FakeRegistry()) {
            TestImages images = new TestImages();
            Manifest image = images.image("amd64", 1);
            upstream.serve("team/app", images.tag("v1", image));
            Files.createDirectories(work.resolve("mirrors"));
            Files.writeString(work.resolve("mirrors/images.yml"), """
                    images: ['localhost:5000/team/app:v1']
                    registries: {'localhost:5000': {uri: '%s'}}
                    """.formatted(upstream.uri()));
            Outcome outcome = new SyncMirrors(SyncMirrors.Setup.standard(home, work.resolve("mirrors"), Progress.NONE))
                    .run(List.of(), false)
                    .getFirst();
            assertTrue(outcome instanceof Outcome.PublishedImages, outcome.toString());
            skopeo(docker("localhost__5000/team/app:v1"), "dir:" + work.resolve("pulled"));
            assertArrayEquals(image.content(), Files.readAllBytes(work.resolve("pulled/manifest.json")));
            assertTrue(run("skopeo", "list-tags", "--tls-verify=false", docker("localhost__5000/team/app"))
                    .contains("\"v1\""));
            assertTrue(
                    configuration(registry, "podman/registries.conf").contains(registry + "/localhost__5000\""),
                    "podman asks for it like this as well");
        }
    }

    @Test
    void slipwayCopiesFromOneRegistryIntoAnotherAndTheSecondCopyMountsItsLayers() throws Exception {
        skopeo("oci:image:v1", docker("team/app:v1"));
        Ways.Setup setup = new Ways.Setup(
                ContentStore.in(work.resolve("unused")),
                Fetch.Settings.standard(),
                host -> true,
                "",
                InstantSource.system(),
                Progress.NONE);
        Path second = Files.createDirectories(work.resolve("second"));
        Files.copy(home.resolve("registry.yml"), second.resolve("registry.yml"));
        try (MirrorServer other =
                MirrorServer.start(second, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE)) {
            for (String name : List.of("one", "two")) {
                try (Ways ways = new Ways(setup)) {
                    ways.copy(
                            Place.parse(docker("team/app:v1")),
                            Place.parse("docker://127.0.0.1:" + other.port() + "/mirror/" + name + ":v1"),
                            Platforms.ALL);
                }
            }
            skopeo("docker://127.0.0.1:" + other.port() + "/mirror/two:v1", "oci:back:v1");
            assertSame(work.resolve("image/blobs/sha256"), work.resolve("back/blobs/sha256"));
            assertTrue(Files.notExists(work.resolve("unused")), "nothing went by way of this machine's store");
        }
    }

    @Test
    void buildahBuildsOnWhatItPullsAndPushesIt() throws Exception {
        skopeo("oci:image:v1", docker("team/app:v1"));
        List<String> buildah = List.of(
                "buildah",
                "--root",
                work.resolve("buildah").toString(),
                "--runroot",
                work.resolve("buildah-run").toString(),
                "--storage-driver",
                "vfs");
        String policy = "--signature-policy=" + work.resolve("policy.json");
        String container = run(with(
                        buildah, "from", "--tls-verify=false", policy, "--quiet", registry + "/team/app:v1"))
                .strip();
        Files.writeString(work.resolve("added"), "by buildah");
        run(with(buildah, "copy", container, "added", "/added"));
        run(with(buildah, "commit", policy, container, "built"));
        run(with(buildah, "push", "--tls-verify=false", policy, "built", docker("team/built:v1")));
        skopeo(docker("team/built:v1"), "oci:built:v1");
        assertTrue(run("umoci", "stat", "--image", "built:v1").contains("LAYER"));
    }

    @Test
    void umociAddsALayerToWhatWasPulledAndItGoesBack() throws Exception {
        skopeo("oci:image:v1", docker("team/app:v1"));
        run(
                "skopeo",
                "copy",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--override-arch=amd64",
                docker("team/app:v1"),
                "oci:layout:v1");
        Files.writeString(work.resolve("added"), "by umoci");
        run("umoci", "insert", "--image", "layout:v1", "--tag", "v2", "added", "/added");
        skopeo("oci:layout:v2", docker("team/app:v2"));
        skopeo(docker("team/app:v2"), "oci:again:v2");
        assertEquals(run("umoci", "stat", "--image", "layout:v2"), run("umoci", "stat", "--image", "again:v2"));
    }

    private static String reachable() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDockerEngineWithOurSettingsPullsAndPushes() throws Exception {
        String address = reachable() + ":" + server.port();
        skopeo("oci:image:v1", docker("nvcr.io/team/app:v1"));
        Path settings = Files.writeString(work.resolve("daemon.json"), configuration(address, "docker/daemon.json"));
        String socket = "unix://" + work.resolve("docker.sock");
        Process engine = new ProcessBuilder(
                        "dockerd",
                        "--config-file=" + settings,
                        "--host=" + socket,
                        "--data-root=" + work.resolve("docker"),
                        "--exec-root=" + work.resolve("docker-run"),
                        "--pidfile=" + work.resolve("docker.pid"),
                        "--storage-driver=vfs",
                        "--bridge=none",
                        "--iptables=false")
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("dockerd.log").toFile())
                .start();
        try {
            run(
                    "timeout",
                    "40",
                    "sh",
                    "-c",
                    "until docker -H " + socket + " version >/dev/null 2>&1; do sleep 0.1; done");
            List<String> docker = List.of("docker", "--host", socket);
            run(with(docker, "pull", address + "/nvcr.io/team/app:v1"));
            run(with(docker, "tag", address + "/nvcr.io/team/app:v1", address + "/team/engine:v2"));
            run(with(docker, "push", address + "/team/engine:v2"));
            assertTrue(run("skopeo", "inspect", "--raw", "--tls-verify=false", docker("team/engine:v2"))
                    .contains(MediaTypes.DOCKER_MANIFEST));
        } finally {
            engine.destroy();
            engine.waitFor();
        }
    }

    @Test
    void containerdsCriPullsAsTheKubeletAsksIt() throws Exception {
        skopeo("oci:image:v1", docker("registry.k8s.io/team/app:v1"));
        for (String host : List.of("registry.k8s.io", "_default")) {
            Path folder = Files.createDirectories(work.resolve("certs.d").resolve(host));
            Files.writeString(
                    folder.resolve("hosts.toml"), configuration(registry, "containerd/" + host + "/hosts.toml"));
        }
        Path socket = work.resolve("c.sock");
        Path config = Files.writeString(work.resolve("containerd.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                [grpc]
                  address = "%2$s"
                [plugins."io.containerd.grpc.v1.cri"]
                  disable_tcp_service = true
                [plugins."io.containerd.grpc.v1.cri".containerd]
                  snapshotter = "native"
                [plugins."io.containerd.grpc.v1.cri".cni]
                  conf_dir = "%1$s/cni"
                [plugins."io.containerd.grpc.v1.cri".registry]
                  config_path = "%1$s/certs.d"
                """.formatted(work, socket));
        Process containerd = new ProcessBuilder("containerd", "--config", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("containerd.log").toFile())
                .start();
        try {
            run("timeout", "30", "sh", "-c", "until ctr -a " + socket + " version >/dev/null 2>&1; do sleep 0.1; done");
            for (String image : List.of("registry.k8s.io/team/app:v1", "registry.k8s.io/team/app:v1")) {
                cri(socket, "PullImage", message(message(image)));
            }
            assertTrue(cri(socket, "ListImages", new byte[0]).contains("registry.k8s.io/team/app:v1"));
            assertTrue(run("ctr", "-a", socket.toString(), "-n", "k8s.io", "images", "list")
                    .contains("registry.k8s.io/team/app:v1"));
        } finally {
            containerd.destroy();
            containerd.waitFor();
        }
    }

    /** The first field of a message, as protobuf writes it: {@code PullImageRequest{image: ImageSpec{image}}}. */
    private static byte[] message(byte[] field) {
        return ByteBuffer.allocate(field.length + 2)
                .put((byte) 0x0a)
                .put((byte) field.length)
                .put(field)
                .array();
    }

    private static byte[] message(String field) {
        return message(field.getBytes(StandardCharsets.UTF_8));
    }

    /** Calls the CRI's image service; {@code curl} speaks what gRPC is made of. */
    private String cri(Path socket, String method, byte[] request) throws Exception {
        Path body = work.resolve("request");
        Files.write(
                body,
                ByteBuffer.allocate(request.length + 5)
                        .put((byte) 0)
                        .putInt(request.length)
                        .put(request)
                        .array());
        Path answer = work.resolve("answer");
        String headers = run(
                "curl",
                "-sS",
                "--http2-prior-knowledge",
                "--unix-socket",
                socket.toString(),
                "-H",
                "content-type: application/grpc",
                "-H",
                "te: trailers",
                "--data-binary",
                "@" + body,
                "-D",
                "-",
                "-o",
                answer.toString(),
                "http://localhost/runtime.v1.ImageService/" + method);
        assertTrue(headers.contains("grpc-status: 0"), headers + Files.readString(work.resolve("containerd.log")));
        return Files.readString(answer, StandardCharsets.ISO_8859_1);
    }
}
