package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt takes what Slipway publishes, with nothing but the pod's key and the address of the mirror. */
@Tag("scenario")
class AptClientScenarioTest {

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private Path home;
    private MirrorServer server;
    private PrivateApt apt;

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        Files.createDirectories(directory.resolve("mirrors"));
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        apt = new PrivateApt(directory);
        Files.createDirectories(directory.resolve("build"));
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private List<Outcome> sync() {
        return new SyncMirrors(SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                .run(List.of(), false);
    }

    private void describe(String text) throws IOException {
        Files.writeString(directory.resolve("mirrors/demo.yml"), text);
    }

    private void useMirror(String suite) throws IOException {
        Path keyring = directory.resolve("slipway.gpg");
        URI key = URI.create("http://127.0.0.1:" + server.port() + "/keys/slipway.gpg");
        try (var in = key.toURL().openStream()) {
            Files.write(keyring, in.readAllBytes());
        }
        apt.sources(
                "deb [signed-by=" + keyring + "] http://127.0.0.1:" + server.port() + "/apt/demo " + suite + " main");
    }

    @Test
    void aptUpdatesDownloadsAndResolvesAcrossAnUpdateOfTheMirror() throws Exception {
        SigningKey key =
                SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        describe("sources: [{type: apt, uri: '" + upstream.uri("") + "', suites: [stable], components: [main],"
                + " signed-by: upstream.gpg}]\npackages: [ship]\n");
        String depends = "Depends: hull (>= 1)";
        byte[] hull = PrivateApt.deb(directory.resolve("build"), "hull", "1:1.0~rc1-1");
        TestArchive archive = new TestArchive(key)
                .addFile("ship", "1.0", PrivateApt.deb(directory.resolve("build"), "ship", "1.0", depends), depends)
                .addFile("hull", "1:1.0~rc1-1", hull);
        upstream.serve(archive.files());
        sync();
        useMirror("stable");
        assertTrue(apt.run("update").contains("demo stable"));
        String plan = apt.run("-s", "install", "ship");
        assertTrue(plan.contains("Inst hull (1:1.0~rc1-1 demo:stable [amd64])"), plan);
        apt.run("download", "ship", "hull");
        assertArrayEquals(hull, Files.readAllBytes(directory.resolve("downloads/hull_1%3a1.0~rc1-1_amd64.deb")));
        assertTrue(apt.run("update").contains("Hit:1"), "nothing is sent twice");

        upstream.serve(archive.addFile("hull", "1:2.0", PrivateApt.deb(directory.resolve("build"), "hull", "1:2.0"))
                .files());
        sync();
        apt.run("download", "ship");
        assertTrue(apt.run("-s", "install", "ship").contains("Inst hull (1:1.0~rc1-1"), "still the old index");
        apt.run("-o", "Dir::Cache=" + directory.resolve("cache"), "install", "--download-only", "-y", "ship");
        apt.run("update");
        assertTrue(apt.run("-s", "install", "ship").contains("Inst hull (1:2.0 demo:stable [amd64])"));
        assertTrue(VerifyStore.verify(ContentStore.in(home.resolve("store")), Progress.NONE)
                .sound());
    }

    @Test
    void aSmallClosureOfThisMachinesOwnSources() throws Exception {
        describe("sources: [{type: apt, uri: machine}]\npackages: [tree]\n");
        Outcome.Published published = assertInstanceOf(Outcome.Published.class, sync().getFirst());
        useMirror(published.plan().suite());
        apt.run("update");
        String plan = apt.run("-s", "install", "--no-install-recommends", "tree");
        List<String> installed = plan.lines()
                .filter(line -> line.startsWith("Inst "))
                .map(line -> line.split(" ")[1])
                .sorted()
                .toList();
        assertEquals(
                published.plan().items().stream()
                        .map(item -> item.pick().chosen().name())
                        .toList(),
                installed);
        apt.run("download", "tree");
        assertInstanceOf(Outcome.UpToDate.class, sync().getFirst());
        assertTrue(Files.exists(home.resolve("locks/demo.lock")), "what depends on the machine is locked at home");
    }
}
