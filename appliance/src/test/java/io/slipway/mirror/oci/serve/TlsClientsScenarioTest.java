package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.crypto.PasswordHash;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** curl, skopeo, podman and containerd over TLS: they believe the pod's authority and nobody else, and are let in by tokens. */
@Tag("scenario")
class TlsClientsScenarioTest {

    @TempDir
    Path work;

    private MirrorServer server;
    private String registry;
    private String authority;
    private Programs programs;

    @BeforeEach
    void start() throws Exception {
        Path home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve(Accounts.FILE), """
                anonymous: {}
                accounts:
                  ci:
                    password: "HASH"
                    pull: ["**"]
                    push: ["team/**", "nvcr.io/**"]
                    delete: ["team/**"]
                  node:
                    password: "HASH"
                    pull: ["**"]
                """.replace(
                        "HASH", PasswordHash.SHA512_CRYPT.of("s3cret", "salt", 5000, "")));
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        server = MirrorServer.start(
                home,
                new MirrorServer.Entrances(any, Optional.of(any), List.of("slipway.pod.internal")),
                FrontDoor.Listener.NONE,
                change -> {},
                List.of());
        registry = "127.0.0.1:" + server.tlsPort().orElseThrow();
        authority = home.resolve("keys/ca.crt").toString();
        Files.copy(
                home.resolve("keys/ca.crt"),
                Files.createDirectory(work.resolve("certs")).resolve("ca.crt"));
        RunnableImage.write(work.resolve("image"), "v1", List.of("amd64"));
        programs = new Programs(work);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void push(String name) throws Exception {
        programs.run(
                "skopeo",
                "copy",
                "--dest-cert-dir",
                "certs",
                "--dest-creds",
                "ci:s3cret",
                "oci:image:v1",
                "docker://" + registry + "/" + name);
    }

    @Test
    void curlBelievesThePodsAuthorityAndWhatItCallsTheServer() throws Exception {
        String port = registry.substring(registry.indexOf(':'));
        for (String name : List.of("127.0.0.1", "localhost", "slipway.pod.internal")) {
            assertEquals(
                    "ok\n",
                    programs.run(
                            "curl",
                            "-sS",
                            "--cacert",
                            authority,
                            "--resolve",
                            "slipway.pod.internal" + port + ":127.0.0.1",
                            "https://" + name + port + "/healthz"));
        }
        assertEquals(
                60,
                programs.end("curl", "-s", "https://" + registry + "/healthz").status(),
                "a stranger's certificate");
        assertEquals(
                60,
                programs.end(
                                "curl",
                                "-s",
                                "--cacert",
                                authority,
                                "--resolve",
                                "other" + port + ":127.0.0.1",
                                "https://other" + port + "/healthz")
                        .status(),
                "another one's name");
    }

    @Test
    void skopeoPushesPullsAndDeletesWithWhatItsUserMay() throws Exception {
        programs.run(
                "skopeo",
                "login",
                "--authfile",
                "auth.json",
                "--cert-dir",
                "certs",
                "-u",
                "ci",
                "-p",
                "s3cret",
                registry);
        assertNotEquals(
                0,
                programs.end(
                                "skopeo",
                                "login",
                                "--authfile",
                                "x.json",
                                "--cert-dir",
                                "certs",
                                "-u",
                                "ci",
                                "-p",
                                "no",
                                registry)
                        .status());
        push("team/app:v1");
        programs.run(
                "skopeo",
                "copy",
                "--preserve-digests",
                "--authfile",
                "auth.json",
                "--src-cert-dir",
                "certs",
                "docker://" + registry + "/team/app:v1",
                "oci:back:v1");
        assertNotEquals(
                0,
                programs.end(
                                "skopeo",
                                "copy",
                                "--dest-cert-dir",
                                "certs",
                                "--dest-creds",
                                "node:s3cret",
                                "oci:image:v1",
                                "docker://" + registry + "/team/app:v2")
                        .status());
        assertNotEquals(
                0,
                programs.end("skopeo", "inspect", "--cert-dir", "certs", "docker://" + registry + "/team/app:v1")
                        .status());
        programs.run(
                "skopeo",
                "delete",
                "--cert-dir",
                "certs",
                "--creds",
                "ci:s3cret",
                "docker://" + registry + "/team/app:v1");
        List<String> audit = Files.readAllLines(work.resolve("home/audit/registry.log"));
        assertTrue(audit.getLast().contains("\"DELETE\"") && audit.getLast().contains("\"ci\""), audit.toString());
    }

    @Test
    void podmanLogsInPushesAndPulls() throws Exception {
        push("team/app:v1");
        List<String> podman = programs.podman();
        String image = registry + "/team/app:v1";
        programs.run(podman, "pull", "--cert-dir", "certs", "--creds", "node:s3cret", image);
        programs.run(
                podman, "push", "--cert-dir", "certs", "--creds", "ci:s3cret", image, registry + "/team/podman:v1");
        assertNotEquals(
                0,
                programs.end(
                                podman,
                                "push",
                                "--cert-dir",
                                "certs",
                                "--creds",
                                "node:s3cret",
                                image,
                                registry + "/team/no:v1")
                        .status());
    }

    @Test
    void containerdPullsByTheUpstreamsNameWithTheConfigurationFromTheServer() throws Exception {
        push("nvcr.io/nvidia/cuda:12.4");
        String toml = programs.run(
                "curl",
                "-sS",
                "--cacert",
                authority,
                "https://" + registry + "/registries/containerd/_default/hosts.toml");
        Path folder = Files.createDirectories(work.resolve("certs.d/_default"));
        Files.writeString(folder.resolve("hosts.toml"), toml.replace(NodeConfiguration.AUTHORITY, authority));
        try (Programs.Service containerd = programs.containerd("disabled_plugins = [\"io.containerd.grpc.v1.cri\"]")) {
            List<String> pull = programs.ctrPull(containerd);
            programs.run(pull, "--user", "node:s3cret", "nvcr.io/nvidia/cuda:12.4");
            assertNotEquals(0, programs.end(pull, "nvcr.io/nvidia/cuda:12.4").status());
        }
    }
}
