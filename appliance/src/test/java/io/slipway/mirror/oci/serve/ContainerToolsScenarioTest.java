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
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** buildah, umoci and Slipway itself against a served home; images of all kinds byte by byte. */
@Tag("scenario")
class ContainerToolsScenarioTest {

    @TempDir
    Path work;

    private Path home;
    private MirrorServer server;
    private String registry;
    private Programs programs;

    @BeforeEach
    void start() throws Exception {
        home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve("registry.yml"), """
                anonymous:
                  pull: ["**"]
                  push: ["**"]
                """);
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        registry = "127.0.0.1:" + server.port();
        RunnableImage.write(work.resolve("image"), "v1", List.of("amd64", "arm64"));
        programs = new Programs(work);
        Files.writeString(work.resolve("policy.json"), "{\"default\": [{\"type\": \"insecureAcceptAnything\"}]}");
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
            programs.skopeo("dir:" + source, docker(name));
            Path back = work.resolve("back-" + source.getFileName());
            programs.skopeo(docker(name), "dir:" + back);
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
            programs.skopeo(docker("localhost__5000/team/app:v1"), "dir:" + work.resolve("pulled"));
            assertArrayEquals(image.content(), Files.readAllBytes(work.resolve("pulled/manifest.json")));
            assertTrue(programs.run("skopeo", "list-tags", "--tls-verify=false", docker("localhost__5000/team/app"))
                    .contains("\"v1\""));
            assertTrue(
                    configuration(registry, "podman/registries.conf").contains(registry + "/localhost__5000\""),
                    "podman asks for it like this as well");
        }
    }

    @Test
    void slipwayCopiesFromOneRegistryIntoAnotherAndTheSecondCopyMountsItsLayers() throws Exception {
        programs.skopeo("oci:image:v1", docker("team/app:v1"));
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
            programs.skopeo("docker://127.0.0.1:" + other.port() + "/mirror/two:v1", "oci:back:v1");
            assertSame(work.resolve("image/blobs/sha256"), work.resolve("back/blobs/sha256"));
            assertTrue(Files.notExists(work.resolve("unused")), "nothing went by way of this machine's store");
        }
    }

    @Test
    void buildahBuildsOnWhatItPullsAndPushesIt() throws Exception {
        programs.skopeo("oci:image:v1", docker("team/app:v1"));
        List<String> buildah = programs.storing("buildah");
        String policy = "--signature-policy=" + work.resolve("policy.json");
        String container = programs.run(
                        buildah, "from", "--tls-verify=false", policy, "--quiet", registry + "/team/app:v1")
                .strip();
        Files.writeString(work.resolve("added"), "by buildah");
        programs.run(buildah, "copy", container, "added", "/added");
        programs.run(buildah, "commit", policy, container, "built");
        programs.run(buildah, "push", "--tls-verify=false", policy, "built", docker("team/built:v1"));
        programs.skopeo(docker("team/built:v1"), "oci:built:v1");
        assertTrue(programs.run("umoci", "stat", "--image", "built:v1").contains("LAYER"));
    }

    @Test
    void umociAddsALayerToWhatWasPulledAndItGoesBack() throws Exception {
        programs.skopeo("oci:image:v1", docker("team/app:v1"));
        programs.run(
                "skopeo",
                "copy",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--override-arch=amd64",
                docker("team/app:v1"),
                "oci:layout:v1");
        Files.writeString(work.resolve("added"), "by umoci");
        programs.run("umoci", "insert", "--image", "layout:v1", "--tag", "v2", "added", "/added");
        programs.skopeo("oci:layout:v2", docker("team/app:v2"));
        programs.skopeo(docker("team/app:v2"), "oci:again:v2");
        assertEquals(
                programs.run("umoci", "stat", "--image", "layout:v2"),
                programs.run("umoci", "stat", "--image", "again:v2"));
    }
}
