package io.slipway.mirror.oci.places;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.lab.engine.DockerEngine;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.FindEngine;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Platform;
import io.slipway.mirror.oci.layout.RunnableImage;
import io.slipway.mirror.oci.pod.PodImages;
import io.slipway.mirror.oci.transfer.Platforms;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slipway and skopeo hand images to each other, by Debian's registry, by every kind of file and by a Docker engine. */
@Tag("scenario")
class SkopeoScenarioTest {

    @TempDir
    Path directory;

    private DebianRegistry registry;
    private ContentStore store;
    private String dockerHost = "";

    @BeforeEach
    void start() throws IOException {
        registry = new DebianRegistry(directory.resolve("registry"));
        store = ContentStore.in(directory.resolve("home/store"));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private OciDigest copy(String from, String to, Platforms platforms) {
        Ways.Setup setup = new Ways.Setup(
                store, Fetch.Settings.standard(), host -> true, dockerHost, InstantSource.system(), Progress.NONE);
        try (Ways ways = new Ways(setup)) {
            return ways.copy(Place.parse(from), Place.parse(to), platforms).digest();
        }
    }

    private OciDigest copy(String from, String to) {
        return copy(from, to, Platforms.ALL);
    }

    private String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), () -> String.join(" ", command) + ": " + said);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return said;
    }

    private void skopeo(String from, String to) throws IOException {
        run(
                "skopeo",
                "copy",
                "--all",
                "--insecure-policy",
                "--src-tls-verify=false",
                "--dest-tls-verify=false",
                from,
                to);
    }

    private String registry(String name) {
        return "docker://" + registry.host() + "/" + name;
    }

    /** All manifests and blobs that skopeo sees of an image, by their digests. */
    private List<String> seenBySkopeo(String place) throws IOException {
        Path dir = Files.createTempDirectory(directory, "seen");
        skopeo(place, "dir:" + dir);
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> !file.endsWith("version"))
                    .map(SkopeoScenarioTest::digest)
                    .sorted()
                    .toList();
        }
    }

    private static String digest(Path file) {
        try {
            return Digest.of(file).toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyFormGivesSkopeoTheSameBytes() throws IOException {
        OciDigest image = RunnableImage.write(directory.resolve("source"), "v1", List.of("amd64", "arm64"));
        List<String> all = seenBySkopeo("oci:" + directory + "/source:v1");
        assertEquals(8, all.size(), "an index, two images of a config and two layers, of which one is shared: " + all);
        assertEquals(image, copy("oci:" + directory + "/source:v1", registry("team/app:v1")));
        assertEquals(image, copy(registry("team/app:v1"), registry("team/mounted:v1")));
        assertEquals(image, copy(registry("team/mounted:v1"), "oci-archive:" + directory + "/a.tar:v1"));
        assertEquals(image, copy("oci-archive:" + directory + "/a.tar", "dir:" + directory + "/dir"));
        assertEquals(image, copy("dir:" + directory + "/dir", "pod:registry.example.org/team/app:v1"));
        assertEquals(image, copy("pod:registry.example.org/team/app:v1", "oci:" + directory + "/layout:v1"));
        for (String place : List.of(
                registry("team/app:v1"),
                registry("team/mounted:v1"),
                "oci-archive:" + directory + "/a.tar:v1",
                "dir:" + directory + "/dir",
                "oci:" + directory + "/layout:v1")) {
            assertEquals(all, seenBySkopeo(place), place);
        }
        assertEquals("v1", new PodImages(store).list().getFirst().name().tag());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void whatSkopeoWritesIsReadByteByByte() throws IOException {
        OciDigest image = RunnableImage.write(directory.resolve("source"), "v1", List.of("amd64", "arm64"));
        String source = "oci:" + directory + "/source:v1";
        skopeo(source, registry("team/app:v1"));
        skopeo(source, "dir:" + directory + "/dir");
        assertEquals(image, copy(registry("team/app:v1"), "pod:registry.example.org/a:1"));
        assertEquals(image, copy("dir:" + directory + "/dir", "pod:registry.example.org/b:1"));
        run(
                "skopeo",
                "copy",
                "--insecure-policy",
                "--override-arch=amd64",
                source,
                "docker-archive:" + directory + "/d.tar:team/app:v1");
        copy("docker-archive:" + directory + "/d.tar:team/app:v1", "oci:" + directory + "/layout:d");
        run("skopeo", "inspect", "--raw", "oci:" + directory + "/layout:d");
    }

    @Test
    void aDockerEngineTakesAnImageAndGivesItBack() throws IOException {
        Engine engine = DockerEngine.findOrStart(directory.resolve("home"), System.getenv(), Progress.NONE);
        dockerHost = engine.address();
        String name = "registry.example.org/slipway/scenario:v1";
        try {
            RunnableImage.write(directory.resolve("source"), "v1", List.of("amd64", "arm64"));
            Platforms one = new Platforms(List.of(new Platform("linux", "amd64", "")));
            copy("oci:" + directory + "/source:v1", "docker-daemon:" + name, one);
            String id = run("docker", "--host", dockerHost, "image", "inspect", "--format", "{{.Id}}", name)
                    .strip();
            copy("docker-daemon:" + name, "pod:" + name);
            PodImages.Held held = new PodImages(store).list().getFirst();
            assertEquals(name, held.name().name() + ":" + held.name().tag());
            run("docker", "--host", dockerHost, "image", "rm", name);
            copy("pod:" + name, "docker-daemon:" + name);
            assertEquals(
                    id,
                    run("docker", "--host", dockerHost, "image", "inspect", "--format", "{{.Id}}", name)
                            .strip(),
                    "the same image came back");
            assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        } finally {
            run("docker", "--host", dockerHost, "image", "rm", "--force", name);
            FindEngine.on(directory.resolve("home"), System.getenv(), Progress.NONE)
                    .retire(engine, false);
        }
    }
}
