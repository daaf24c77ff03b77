package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.json.Json;
import io.slipway.lab.rootfs.MachineSources;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ORAS, as Debian has it since trixie, against a served home: charts as Helm writes them, and what is about them. */
@Tag("full")
class OrasTest {

    private static final String CHART = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";
    private static final String CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
    private static final String SBOM = "application/vnd.example.sbom";

    @TempDir
    Path work;

    private MirrorServer server;
    private String registry;
    private Programs programs;

    @BeforeEach
    void start() throws Exception {
        Path home = Files.createDirectories(work.resolve("home"));
        Files.writeString(home.resolve("registry.yml"), """
                anonymous: {pull: ["**"], push: ["**"], delete: ["**"]}
                """);
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        registry = "127.0.0.1:" + server.port();
        programs = new Programs(work);
        unpackOras();
        Files.write(work.resolve("app-1.0.0.tgz"), TestImages.noise(9, 60_000));
        Files.writeString(
                work.resolve("config.json"), "{\"name\":\"app\",\"version\":\"1.0.0\",\"apiVersion\":\"v2\"}");
        Files.writeString(work.resolve("sbom.json"), "{\"spdxVersion\":\"SPDX-2.3\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** From this machine's own archive; nothing is installed. */
    private void unpackOras() throws Exception {
        Path sources = Files.writeString(work.resolve("trixie.sources"), new MachineSources().forSuite("trixie"));
        for (String folder : List.of("lists/partial", "cache/archives/partial", "state")) {
            Files.createDirectories(work.resolve(folder));
        }
        List<String> apt = List.of(
                "apt-get",
                "-q",
                "-o",
                "APT::Sandbox::User=root",
                "-o",
                "Dir::Etc::sourcelist=" + sources,
                "-o",
                "Dir::Etc::sourceparts=-",
                "-o",
                "Dir::State=" + work.resolve("state"),
                "-o",
                "Dir::State::lists=" + work.resolve("lists"),
                "-o",
                "Dir::State::status=/dev/null",
                "-o",
                "Dir::Cache=" + work.resolve("cache"));
        programs.run(apt, "update");
        programs.run(apt, "download", "oras");
        try (var files = Files.newDirectoryStream(work, "oras_*.deb")) {
            for (Path deb : files) {
                programs.run(
                        List.of("dpkg", "-x"),
                        deb.toString(),
                        work.resolve("unpacked").toString());
            }
        }
    }

    private String oras(String words) throws Exception {
        return programs.run(
                List.of(work.resolve("unpacked/usr/bin/oras").toString()),
                words.replace("REG", registry).split(" "));
    }

    /** The artifact types of what is about a tag. */
    private TreeSet<String> about(String name, String filter) throws Exception {
        String text = oras("discover --plain-http --format json " + filter + "REG/" + name);
        Object found = ((Map<?, ?>) Json.read("oras", text)).get("manifests");
        TreeSet<String> types = new TreeSet<>();
        for (Object each : (List<?>) found) {
            types.add(String.valueOf(((Map<?, ?>) each).get("artifactType")));
        }
        return types;
    }

    @Test
    void aChartAndWhatIsAboutItArePushedFoundCopiedPulledAndDeleted() throws Exception {
        oras("push --plain-http --config config.json:" + CHART_CONFIG + " REG/charts/app:1.0.0 app-1.0.0.tgz:" + CHART);
        oras("attach --plain-http --artifact-type " + SBOM + " REG/charts/app:1.0.0 sbom.json:application/spdx+json");
        oras("attach --plain-http --artifact-type application/vnd.example.sig REG/charts/app:1.0.0 config.json");
        assertEquals(new TreeSet<>(List.of(SBOM, "application/vnd.example.sig")), about("charts/app:1.0.0", ""));
        assertEquals(new TreeSet<>(List.of(SBOM)), about("charts/app:1.0.0", "--artifact-type " + SBOM + " "));

        oras("cp -r --from-plain-http --to-plain-http REG/charts/app:1.0.0 REG/copies/app:v2");
        assertEquals(2, about("copies/app:v2", "").size());
        assertEquals(
                oras("manifest fetch --plain-http REG/charts/app:1.0.0"),
                oras("manifest fetch --plain-http REG/copies/app:v2"));
        oras("tag --plain-http REG/copies/app:v2 stable latest");
        assertEquals(
                List.of("latest", "stable", "v2"),
                oras("repo tags --plain-http REG/copies/app").lines().toList());
        assertEquals(
                List.of("charts/app", "copies/app"),
                oras("repo ls --plain-http REG").lines().toList());

        oras("cp -r --from-plain-http --to-oci-layout REG/copies/app:v2 layout:v2");
        oras("cp -r --from-oci-layout --to-plain-http layout:v2 REG/again/app:v2");
        assertEquals(2, about("again/app:v2", "").size());
        byte[] chart = Files.readAllBytes(work.resolve("app-1.0.0.tgz"));
        oras("blob fetch --plain-http --output back REG/again/app@" + OciDigest.sha256(chart));
        assertArrayEquals(chart, Files.readAllBytes(work.resolve("back")));

        oras("manifest delete --plain-http --force REG/copies/app:v2");
        assertEquals("", oras("repo tags --plain-http REG/copies/app").strip());
        oras("blob delete --plain-http --force REG/again/app@" + OciDigest.sha256(chart));
        assertTrue(oras("resolve --plain-http REG/charts/app:1.0.0").startsWith("sha256:"), "the others stay");
    }
}
