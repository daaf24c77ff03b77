package io.slipway.mirror.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.RollBack;
import io.slipway.mirror.sync.SyncMirrors;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
    private final List<Access> accesses = new CopyOnWriteArrayList<>();
    private SigningKey key;
    private Path home;
    private TestArchive archive;
    private volatile MirrorServer server;
    private Relay relay;

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
        for (String each : List.of("etc/parts", "state/lists/partial", "cache/archives/partial", "downloads")) {
            Files.createDirectories(directory.resolve(each));
        }
        Files.createFile(directory.resolve("state/status"));
        startServer();
        relay = new Relay(() -> server.port());
        publish(1);
        SigningKey pod = SigningKey.openOrCreate(home.resolve("keys"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("slipway.gpg"), pod.publicKeyring());
        Files.writeString(
                directory.resolve("etc/sources.list"),
                "deb [signed-by=" + directory.resolve("slipway.gpg") + "] http://127.0.0.1:" + relay.port()
                        + "/apt/demo stable main\n");
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        server.close();
        upstream.close();
    }

    private void startServer() {
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), new FrontDoor.Listener() {
            @Override
            public void answered(Access access) {
                accesses.add(access);
            }

            @Override
            public void failed(Problem problem) {
                throw new AssertionError(problem);
            }
        });
    }

    private void restart() {
        server.close();
        startServer();
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

    private String apt(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("apt-get", "-q"));
        for (String option : List.of(
                "Dir::Etc::sourcelist=" + directory.resolve("etc/sources.list"),
                "Dir::Etc::sourceparts=" + directory.resolve("etc/parts"),
                "Dir::State=" + directory.resolve("state"),
                "Dir::State::status=" + directory.resolve("state/status"),
                "Dir::Cache=" + directory.resolve("cache"),
                "APT::Sandbox::User=root",
                "APT::Architecture=amd64",
                "Acquire::Retries=3",
                "Acquire::http::Proxy::127.0.0.1=DIRECT",
                "Acquire::Languages=none")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.resolve("downloads").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private void collect() {
        CollectGarbage.collect(
                ContentStore.in(home.resolve("store")), new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
    }

    @Test
    void aFlipBetweenTheReleaseAndTheIndexThatItNames() throws Exception {
        relay.before("/by-hash/", () -> {
            publish(2);
            collect();
        });
        String said = apt("update");
        assertTrue(relay.happened(), "apt asks for indexes by their hash");
        assertTrue(!said.contains("W:") && !said.contains("E:") && !said.contains("Ign:"), said);
        assertTrue(
                apt("-s", "install", "ship").contains("Inst ship (1.1 "), "a whole generation: the one it began with");
        apt("download", "hull");
        assertTrue(Files.exists(directory.resolve("downloads/hull_1.1_amd64.deb")), "its packages are there, too");
        apt("update");
        assertTrue(apt("-s", "install", "ship").contains("Inst ship (1.2 "));
    }

    /** apt takes a Release file that is older than the one it has for a replay: so an older generation comes with one of today. */
    @Test
    void aFlipBackToAnOlderGeneration() throws Exception {
        publish(2);
        apt("update");
        new RollBack(home, InstantSource.system(), new SecureRandom()).to("demo", Optional.empty());
        collect();
        String said = apt("update");
        assertTrue(!said.contains("W:") && !said.contains("E:") && !said.contains("Ign:"), said);
        assertTrue(apt("-s", "install", "ship").contains("Inst ship (1.1 "), "apt goes back, too");
        apt("download", "hull");
        assertTrue(Files.exists(directory.resolve("downloads/hull_1.1_amd64.deb")));
        publish(3);
        apt("update");
        assertTrue(apt("-s", "install", "ship").contains("Inst ship (1.3 "), "and forward again");
    }

    @Test
    void aFlipAndARestartInTheMiddleOfADownload() throws Exception {
        apt("update");
        byte[] first = archive.content("pool/main/ship_1.1_amd64.deb");
        relay.inTheMiddleOf("/pool/", LARGE / 4, () -> {
            publish(2);
            collect();
        });
        apt("download", "ship");
        assertTrue(relay.happened());
        assertArrayEquals(first, Files.readAllBytes(directory.resolve("downloads/ship_1.1_amd64.deb")));

        apt("update");
        byte[] second = archive.content("pool/main/ship_1.2_amd64.deb");
        accesses.clear();
        relay.inTheMiddleOf("/pool/", LARGE / 4, this::restart);
        apt("download", "ship");
        assertTrue(relay.happened());
        assertArrayEquals(second, Files.readAllBytes(directory.resolve("downloads/ship_1.2_amd64.deb")));
        assertTrue(
                accesses.stream().anyMatch(access -> access.status() == 206 && access.bytes() < LARGE),
                "apt went on where it was: " + accesses);
    }
}
