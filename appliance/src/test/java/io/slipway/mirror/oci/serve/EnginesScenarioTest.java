package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Docker engine, and containerd as the kubelet asks it, with the settings that a served home gives them. */
@Tag("scenario")
class EnginesScenarioTest {

    @TempDir
    Path work;

    private MirrorServer server;
    private String registry;
    private Programs programs;

    @BeforeEach
    void start() throws Exception {
        Path home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve("registry.yml"), """
                anonymous:
                  pull: ["**"]
                  push: ["**"]
                """);
        server = MirrorServer.start(home, new InetSocketAddress("0.0.0.0", 0), FrontDoor.Listener.NONE);
        registry = "127.0.0.1:" + server.port();
        RunnableImage.write(work.resolve("image"), "v1", List.of("amd64"));
        programs = new Programs(work);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String docker(String name) {
        return "docker://" + registry + "/" + name;
    }

    /** As a shell's {@code curl} gets it. */
    private String configuration(String address, String path) throws Exception {
        return programs.run("curl", "-sf", "http://" + address + "/registries/" + path);
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
        programs.skopeo("oci:image:v1", docker("nvcr.io/team/app:v1"));
        Path settings = Files.writeString(work.resolve("daemon.json"), configuration(address, "docker/daemon.json"));
        String socket = "unix://" + work.resolve("docker.sock");
        try (Programs.Service engine = programs.start(
                "dockerd",
                socket,
                "dockerd",
                "--config-file=" + settings,
                "--host=" + socket,
                "--data-root=" + work.resolve("docker"),
                "--exec-root=" + work.resolve("docker-run"),
                "--pidfile=" + work.resolve("docker.pid"),
                "--storage-driver=vfs",
                "--bridge=none",
                "--iptables=false")) {
            programs.run(
                    "timeout",
                    "40",
                    "sh",
                    "-c",
                    "until docker -H " + engine.address() + " version >/dev/null 2>&1; do sleep 0.1; done");
            List<String> docker = List.of("docker", "--host", engine.address());
            programs.run(docker, "pull", address + "/nvcr.io/team/app:v1");
            programs.run(docker, "tag", address + "/nvcr.io/team/app:v1", address + "/team/engine:v2");
            programs.run(docker, "push", address + "/team/engine:v2");
            assertTrue(programs.run("skopeo", "inspect", "--raw", "--tls-verify=false", docker("team/engine:v2"))
                    .contains(MediaTypes.DOCKER_MANIFEST));
        }
    }

    @Test
    void containerdsCriPullsAsTheKubeletAsksIt() throws Exception {
        programs.skopeo("oci:image:v1", docker("registry.k8s.io/team/app:v1"));
        for (String host : List.of("registry.k8s.io", "_default")) {
            Path folder = Files.createDirectories(work.resolve("certs.d").resolve(host));
            Files.writeString(
                    folder.resolve("hosts.toml"), configuration(registry, "containerd/" + host + "/hosts.toml"));
        }
        String plugin = """
                [plugins."io.containerd.grpc.v1.cri"]
                  disable_tcp_service = true
                [plugins."io.containerd.grpc.v1.cri".containerd]
                  snapshotter = "native"
                [plugins."io.containerd.grpc.v1.cri".cni]
                  conf_dir = "%1$s/cni"
                [plugins."io.containerd.grpc.v1.cri".registry]
                  config_path = "%1$s/certs.d"
                """.formatted(work);
        try (Programs.Service containerd = programs.containerd(plugin)) {
            String socket = containerd.address();
            for (String image : List.of("registry.k8s.io/team/app:v1", "registry.k8s.io/team/app:v1")) {
                cri(socket, "PullImage", message(message(image)));
            }
            assertTrue(cri(socket, "ListImages", new byte[0]).contains("registry.k8s.io/team/app:v1"));
            assertTrue(programs.run("ctr", "-a", socket, "-n", "k8s.io", "images", "list")
                    .contains("registry.k8s.io/team/app:v1"));
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
    private String cri(String socket, String method, byte[] request) throws Exception {
        Path body = work.resolve("request");
        Files.write(
                body,
                ByteBuffer.allocate(request.length + 5)
                        .put((byte) 0)
                        .putInt(request.length)
                        .put(request)
                        .array());
        Path answer = work.resolve("answer");
        String headers = programs.run(
                "curl",
                "-sS",
                "--http2-prior-knowledge",
                "--unix-socket",
                socket,
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
