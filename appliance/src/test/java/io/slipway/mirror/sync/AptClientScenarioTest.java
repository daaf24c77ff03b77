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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
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

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        Files.createDirectories(directory.resolve("mirrors"));
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        for (String each : List.of("etc/parts", "state/lists/partial", "cache/archives/partial", "downloads")) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.createFile(directory.resolve("state/status"));
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
        Files.writeString(
                directory.resolve("etc/sources.list"),
                "deb [signed-by=" + keyring + "] http://127.0.0.1:" + server.port() + "/apt/demo " + suite + " main\n");
    }

    /** apt-get with a state of its own: nothing of this machine's packages and sources. */
    private String apt(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        for (String option : List.of(
                "Dir::Etc::sourcelist=" + directory.resolve("etc/sources.list"),
                "Dir::Etc::sourceparts=" + directory.resolve("etc/parts"),
                "Dir::State=" + directory.resolve("state"),
                "Dir::State::status=" + directory.resolve("state/status"),
                "Dir::Cache=" + directory.resolve("cache"),
                "APT::Sandbox::User=root",
                "Acquire::http::Proxy::127.0.0.1=DIRECT",
                "Acquire::Languages=none")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(arguments));
        return run(command);
    }

    private String run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.resolve("downloads").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private byte[] deb(String name, String version, String depends) throws Exception {
        Path root = directory.resolve("build/" + name + version);
        Files.createDirectories(root.resolve("DEBIAN"));
        Files.createDirectories(root.resolve("usr/share/" + name));
        Files.writeString(root.resolve("usr/share/" + name + "/version"), version + "\n");
        Files.writeString(
                root.resolve("DEBIAN/control"),
                "Package: " + name + "\nVersion: " + version + "\nArchitecture: amd64\n" + depends
                        + "Maintainer: Nobody <nobody@example.org>\nDescription: " + name + "\n");
        Path deb = directory.resolve("build/" + name + version + ".deb");
        run(List.of("dpkg-deb", "--build", "--root-owner-group", root.toString(), deb.toString()));
        return Files.readAllBytes(deb);
    }

    @Test
    void aptUpdatesDownloadsAndResolvesAcrossAnUpdateOfTheMirror() throws Exception {
        SigningKey key =
                SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        describe("sources: [{type: apt, uri: '" + upstream.uri("") + "', suites: [stable], components: [main],"
                + " signed-by: upstream.gpg}]\npackages: [ship]\n");
        String depends = "Depends: hull (>= 1)\n";
        byte[] hull = deb("hull", "1:1.0~rc1-1", "");
        TestArchive archive = new TestArchive(key)
                .addFile("ship", "1.0", deb("ship", "1.0", depends), depends.strip())
                .addFile("hull", "1:1.0~rc1-1", hull);
        upstream.serve(archive.files());
        sync();
        useMirror("stable");
        assertTrue(apt("update").contains("demo stable"));
        String plan = apt("-s", "install", "ship");
        assertTrue(plan.contains("Inst hull (1:1.0~rc1-1 demo:stable [amd64])"), plan);
        apt("download", "ship", "hull");
        assertArrayEquals(hull, Files.readAllBytes(directory.resolve("downloads/hull_1%3a1.0~rc1-1_amd64.deb")));
        assertTrue(apt("update").contains("Hit:1"), "nothing is sent twice");

        upstream.serve(
                archive.addFile("hull", "1:2.0", deb("hull", "1:2.0", "")).files());
        sync();
        apt("download", "ship");
        assertTrue(apt("-s", "install", "ship").contains("Inst hull (1:1.0~rc1-1"), "still the old index");
        apt("-o", "Dir::Cache=" + directory.resolve("cache"), "install", "--download-only", "-y", "ship");
        apt("update");
        assertTrue(apt("-s", "install", "ship").contains("Inst hull (1:2.0 demo:stable [amd64])"));
        assertTrue(VerifyStore.verify(ContentStore.in(home.resolve("store")), Progress.NONE)
                .sound());
    }

    @Test
    void aSmallClosureOfThisMachinesOwnSources() throws Exception {
        describe("sources: [{type: apt, uri: machine}]\npackages: [tree]\n");
        Outcome.Published published = assertInstanceOf(Outcome.Published.class, sync().getFirst());
        useMirror(published.plan().suite());
        apt("update");
        String plan = apt("-s", "install", "--no-install-recommends", "tree");
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
        apt("download", "tree");
        assertInstanceOf(Outcome.UpToDate.class, sync().getFirst());
        assertTrue(Files.exists(home.resolve("locks/demo.lock")), "what depends on the machine is locked at home");
    }
}
