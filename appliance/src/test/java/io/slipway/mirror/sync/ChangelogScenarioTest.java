package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code apt-get changelog} of the real apt: what changed comes out of the packages, whatever their sources are called. */
@Tag("scenario")
class ChangelogScenarioTest {

    private static final String OF_SHIP = "ship (1:1.0+ds-1) stable; urgency=low\n\n  * Let it float.\n";
    private static final String OF_FLEET = "fleet (2:2.0~rc1-3) stable; urgency=low\n\n  * More ships.\n";

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private MirrorServer server;
    private PrivateApt apt;

    @BeforeEach
    void start() throws Exception {
        Path home = directory.resolve("home");
        Path mirrors = Files.createDirectories(directory.resolve("mirrors"));
        Files.createDirectories(directory.resolve("build"));
        SigningKey key = SigningKey.openOrCreate(directory.resolve("key"), InstantSource.system(), new SecureRandom());
        Files.write(mirrors.resolve("vendor.gpg"), key.publicKeyring());
        String fleet = "Source: fleet (2:2.0~rc1-3)";
        upstream.serve(new TestArchive(key)
                .addFile("ship", "1:1.0+ds-1", deb("ship", "1:1.0+ds-1", Map.of("changelog.Debian.gz", OF_SHIP)))
                .addFile("hull", "2.0-3+b1", deb("hull", "2.0-3+b1", Map.of(), fleet), fleet)
                .addFile("mast", "2.0-3+b1", deb("mast", "2.0-3+b1", Map.of("changelog.gz", OF_FLEET), fleet), fleet)
                .addFile("bare", "1", deb("bare", "1", Map.of()))
                .files("debian/"));
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        for (String publish : List.of("merged", "resigned")) {
            Files.writeString(
                    mirrors.resolve(publish + ".yml"), """
                    sources:
                      - {type: apt, uri: '%s', suites: [stable], components: [main], signed-by: vendor.gpg, publish: %s}
                    packages: [ship, hull, mast, bare]
                    publish: {changelogs: 'http://127.0.0.1:%d/'}
                    """.formatted(upstream.uri("debian"), publish, server.port()));
        }
        new SyncMirrors(SyncMirrors.Setup.standard(home, mirrors, Progress.NONE))
                .run(List.of(), false)
                .forEach(outcome -> assertInstanceOf(Outcome.Published.class, outcome, outcome::toString));
        apt = new PrivateApt(directory);
        apt.sources();
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private byte[] deb(String name, String version, Map<String, String> docs, String... fields) throws Exception {
        Path build = directory.resolve("build");
        Path doc = Files.createDirectories(build.resolve(name + version + "/usr/share/doc/" + name));
        for (Map.Entry<String, String> file : docs.entrySet()) {
            Files.write(
                    doc.resolve(file.getKey()), TestArchive.gzip(file.getValue().getBytes(StandardCharsets.UTF_8)));
        }
        return PrivateApt.deb(build, name, version, fields);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** What apt saves. */
    private String changelog(String name) throws Exception {
        apt.run("changelog", "--download-only", name);
        try (Stream<Path> files = Files.list(apt.downloads())) {
            Path file = files.findFirst().orElseThrow();
            String text = Files.readString(file);
            Files.delete(file);
            return text;
        }
    }

    @Test
    void comesOutOfThePackages() throws Exception {
        for (String mirror : List.of("merged", "resigned")) {
            apt.stanzas(get("/sources/" + mirror + ".sources").body());
            apt.run("update");
            assertEquals(OF_SHIP, changelog("ship"), mirror);
            assertEquals(OF_FLEET, changelog("hull"), "another package of the same source has it");
            PrivateApt.Said none = apt.attempt("changelog", "--download-only", "bare");
            assertTrue(none.text().contains("Changelog unavailable"), none.text());
        }
    }

    @Test
    void nothingElseDoes() throws Exception {
        for (String odd : List.of(
                "/changelogs/merged/main/s/ship/ship_9",
                "/changelogs/merged/main/s/ship/ship",
                "/changelogs/merged/",
                "/changelogs/nowhere/main/s/ship/ship_1.0+ds-1",
                "/changelogs/..%2f..%2fkeys/ship_1")) {
            assertEquals(404, get(odd).statusCode(), odd);
        }
    }
}
