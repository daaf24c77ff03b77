package io.slipway.mirror.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.PrivateApt;
import io.slipway.mirror.sync.RollBack;
import io.slipway.mirror.sync.SyncMirrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt, while the generation flips, the server restarts, and garbage is collected, each in the middle of what apt does. */
@Tag("scenario")
class AptThroughChangesScenarioTest {

    private static final int LARGE = 20_000_000;

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private SigningKey key;
    private Path home;
    private TestArchive archive;
    private PrivateApt apt;
    private RelayedServer server;

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        key = SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.createDirectories(directory.resolve("mirrors"));
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        Files.writeString(
                directory.resolve("mirrors/demo.yml"),
                "sources: [{type: apt, uri: '" + upstream.uri("")
                        + "', suites: [stable], components: [main], signed-by: upstream.gpg}]\npackages: [ship, hull]\n");
        server = new RelayedServer(home);
        publish(1);
        SigningKey pod = SigningKey.openOrCreate(home.resolve("keys"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("slipway.gpg"), pod.publicKeyring());
        apt = new PrivateApt(directory);
        apt.sources("deb [signed-by=" + directory.resolve("slipway.gpg") + "] http://127.0.0.1:" + server.port()
                + "/apt/demo stable main");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        upstream.close();
    }

    private void publish(int version) {
        archive = new TestArchive(key)
                .add("ship", "1." + version, LARGE, "Depends: hull")
                .add("hull", "1." + version, 20_000);
        upstream.serve(archive.files());
        Outcome outcome = new SyncMirrors(SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                .run(List.of(), false)
                .getFirst();
        assertInstanceOf(Outcome.Published.class, outcome);
    }

    private void collect() {
        CollectGarbage.collect(
                ContentStore.in(home.resolve("store")), new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
    }

    @Test
    void aFlipBetweenTheReleaseAndTheIndexThatItNames() throws Exception {
        server.relay().before("/by-hash/", () -> {
            publish(2);
            collect();
        });
        String said = apt.run("update");
        assertTrue(server.relay().happened(), "apt asks for indexes by their hash");
        assertTrue(!said.contains("W:") && !said.contains("E:") && !said.contains("Ign:"), said);
        assertTrue(
                apt.run("-s", "install", "ship").contains("Inst ship (1.1 "),
                "a whole generation: the one it began with");
        apt.run("download", "hull");
        assertTrue(Files.exists(apt.downloads().resolve("hull_1.1_amd64.deb")), "its packages are there, too");
        apt.run("update");
        assertTrue(apt.run("-s", "install", "ship").contains("Inst ship (1.2 "));
    }

    /** apt takes a Release file that is older than the one it has for a replay: so an older generation comes with one of today. */
    @Test
    void aFlipBackToAnOlderGeneration() throws Exception {
        publish(2);
        apt.run("update");
        new RollBack(home, InstantSource.system(), new SecureRandom()).to("demo", Optional.empty());
        collect();
        String said = apt.run("update");
        assertTrue(!said.contains("W:") && !said.contains("E:") && !said.contains("Ign:"), said);
        assertTrue(apt.run("-s", "install", "ship").contains("Inst ship (1.1 "), "apt goes back, too");
        apt.run("download", "hull");
        assertTrue(Files.exists(apt.downloads().resolve("hull_1.1_amd64.deb")));
        publish(3);
        apt.run("update");
        assertTrue(apt.run("-s", "install", "ship").contains("Inst ship (1.3 "), "and forward again");
    }

    @Test
    void aFlipAndARestartInTheMiddleOfADownload() throws Exception {
        apt.run("update");
        byte[] first = archive.content("pool/main/ship_1.1_amd64.deb");
        server.relay().inTheMiddleOf("/pool/", LARGE / 4, () -> {
            publish(2);
            collect();
        });
        apt.run("download", "ship");
        assertTrue(server.relay().happened());
        assertArrayEquals(first, Files.readAllBytes(apt.downloads().resolve("ship_1.1_amd64.deb")));

        apt.run("update");
        byte[] second = archive.content("pool/main/ship_1.2_amd64.deb");
        server.accesses().clear();
        server.relay().inTheMiddleOf("/pool/", LARGE / 4, server::restart);
        apt.run("-o", "Acquire::Retries=3", "download", "ship");
        assertTrue(server.relay().happened());
        assertArrayEquals(second, Files.readAllBytes(apt.downloads().resolve("ship_1.2_amd64.deb")));
        assertTrue(
                server.accesses().stream().anyMatch(access -> access.status() == 206 && access.bytes() < LARGE),
                "apt went on where it was: " + server.accesses());
    }
}
