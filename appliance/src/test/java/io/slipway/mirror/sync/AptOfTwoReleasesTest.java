package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.serve.RelayedServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The apt of Debian 12, which checks signatures with gpgv, and that of Debian 13, which does so with sqv: each in a root file system
 * that mmdebstrap made from a mirror, with the file that the server has for nodes and nothing else.
 */
@Tag("full")
class AptOfTwoReleasesTest {

    private static final int LARGE = 20_000_000;
    private static final String CUDA = "compute/cuda/repos/debian/x86_64/";
    private static final byte[] TAR = "not really a tar".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private SigningKey key;
    private Path home;
    private Path root;
    private RelayedServer server;

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        root = directory.resolve("root");
        Files.createDirectories(directory.resolve("mirrors"));
        Files.createDirectories(directory.resolve("build"));
        key = SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("mirrors/vendor.gpg"), key.publicKeyring());
        server = new RelayedServer(home);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        upstream.close();
    }

    private void sync(String name, String description) throws IOException {
        Files.writeString(directory.resolve("mirrors/" + name + ".yml"), description);
        Outcome outcome = new SyncMirrors(SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                .run(List.of(name), false)
                .getFirst();
        assertInstanceOf(Outcome.Published.class, outcome, outcome::toString);
    }

    private void syncVendor(int version) throws Exception {
        String ship = "1." + version;
        String needs = "Depends: driver";
        Map<String, byte[]> files = new TreeMap<>();
        for (String archive : List.of("verbatim/", "resigned/")) {
            String name = archive.substring(0, 4) + "ship";
            files.putAll(new TestArchive(key)
                    .with("Origin", "Debian")
                    .with("Suite", "stable")
                    .addFile(name, ship, PrivateApt.deb(directory.resolve("build"), name, ship, needs), needs)
                    .add(archive.substring(0, 4) + "cargo", ship, LARGE)
                    .index("main/source/Sources", sources(name, ship))
                    .file("pool/main/s/" + name + "_" + ship + ".dsc", dsc(name, ship))
                    .file("pool/main/s/" + name + "_" + ship + ".tar.xz", TAR)
                    .files(archive));
        }
        files.putAll(new TestArchive(key)
                .flat()
                .addFile("driver", "570-1", PrivateApt.deb(directory.resolve("build"), "driver", "570-1"))
                .files(CUDA));
        upstream.serve(files);
        sync("vendor", """
                sources:
                  - {type: apt, uri: '%1$sverbatim', suites: [stable], components: [main], take: all, publish: verbatim,
                     also: [sources], signed-by: vendor.gpg}
                  - {type: apt, uri: '%1$sresigned', suites: [stable], components: [main], take: all, also: [sources],
                     signed-by: vendor.gpg}
                  - {type: apt, uri: '%1$s%2$s', suites: [/], take: all, publish: verbatim, signed-by: vendor.gpg}
                """.formatted(upstream.uri(""), CUDA));
    }

    private static byte[] dsc(String name, String version) {
        return ("Format: 3.0 (native)\nSource: " + name + "\nBinary: " + name + "\nArchitecture: any\nVersion: "
                        + version
                        + "\nMaintainer: Nobody <nobody@example.org>\nChecksums-Sha256:\n " + tar(name, version)
                        + "\nFiles:\n 00000000000000000000000000000000 " + TAR.length + " " + name + "_" + version
                        + ".tar.xz\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String tar(String name, String version) {
        return Digest.of(TAR).hex() + " " + TAR.length + " " + name + "_" + version + ".tar.xz";
    }

    private static byte[] sources(String name, String version) {
        byte[] dsc = dsc(name, version);
        return ("Package: " + name + "\nBinary: " + name + "\nVersion: " + version
                        + "\nArchitecture: any\nFormat: 3.0 (native)\nDirectory: pool/main/s\n"
                        + "Maintainer: Nobody <nobody@example.org>\nChecksums-Sha256:\n "
                        + Digest.of(dsc).hex() + " "
                        + dsc.length + " " + name + "_" + version + ".dsc\n " + tar(name, version) + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private Path sourcesFile(String mirror) throws IOException {
        Path file = directory.resolve(mirror + ".sources");
        URI address = URI.create("http://127.0.0.1:" + server.port() + "/sources/" + mirror + ".sources");
        try (var in = address.toURL().openStream()) {
            return Files.write(file, in.readAllBytes());
        }
    }

    private void makeRoot(String release) throws Exception {
        sync(
                "system",
                "sources: [{type: apt, uri: machine, suites: [" + release + "]}]\n"
                        + "essential: true\npackages: [apt]\n");
        List<String> command = List.of(
                "mmdebstrap",
                "--variant=apt",
                "--aptopt=Acquire::http::Proxy::127.0.0.1 \"DIRECT\"",
                release,
                root.toString(),
                sourcesFile("system").toString());
        PrivateApt.Said made = PrivateApt.attempt(directory, command);
        assertEquals(0, made.status(), made.text());
        Files.createDirectories(root.resolve("work"));
    }

    private void useVendor() throws IOException {
        Files.copy(
                sourcesFile("vendor"),
                root.resolve("etc/apt/sources.list.d/vendor.sources"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private PrivateApt.Said attempt(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "--chdir=" + root + "/work", "chroot", root.toString()));
        command.addAll(List.of("sh", "-c", "cd /work && exec apt-get -q -o APT::Sandbox::User=root \"$@\"", "apt"));
        command.addAll(List.of(arguments));
        return PrivateApt.attempt(directory, command);
    }

    private String apt(String... arguments) throws Exception {
        PrivateApt.Said said = attempt(arguments);
        assertEquals(0, said.status(), said.text());
        return said.text();
    }

    private void update() throws Exception {
        String said = apt("update");
        assertFalse(said.contains("W:") || said.contains("Err:"), said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookworm", "trixie"})
    void updatesInstallsAndFetchesSources(String release) throws Exception {
        makeRoot(release);
        syncVendor(1);
        useVendor();
        server.accesses().clear();
        update();
        assertTrue(
                server.accesses().stream().anyMatch(access -> access.path().contains("/by-hash/SHA256/")), "by hash");
        apt("install", "-y", "verbship", "resiship");
        assertEquals("1.1\n", Files.readString(root.resolve("usr/share/resiship/version")));
        assertEquals("570-1\n", Files.readString(root.resolve("usr/share/driver/version")), "of the flat archive");
        apt("source", "--download-only", "verbship", "resiship");
        assertArrayEquals(TAR, Files.readAllBytes(root.resolve("work/verbship_1.1.tar.xz")));
        assertArrayEquals(TAR, Files.readAllBytes(root.resolve("work/resiship_1.1.tar.xz")));
        PrivateApt.Said changelog = attempt("changelog", "resicargo");
        assertTrue(changelog.text().contains("Changelog unavailable"), changelog.text());

        flipAndRestartInTheMiddle();
        rotateTheKey();
    }

    private void flipAndRestartInTheMiddle() throws Exception {
        server.relay().inTheMiddleOf("verbcargo_", LARGE / 4, () -> {
            try {
                syncVendor(2);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        apt("download", "verbcargo");
        assertTrue(server.relay().happened());
        assertTrue(Files.exists(root.resolve("work/verbcargo_1.1_amd64.deb")));
        update();
        server.accesses().clear();
        server.relay().inTheMiddleOf("resicargo_", LARGE / 4, server::restart);
        apt("-o", "Acquire::Retries=3", "download", "resicargo");
        assertTrue(server.relay().happened());
        assertEquals(LARGE, Files.size(root.resolve("work/resicargo_1.2_amd64.deb")));
        assertTrue(server.accesses().stream().anyMatch(access -> access.status() == 206), "it went on where it was");
        apt("dist-upgrade", "-y");
        assertEquals("1.2\n", Files.readString(root.resolve("usr/share/resiship/version")));
    }

    private void rotateTheKey() throws Exception {
        Path keys = home.resolve("keys");
        SigningKey.rotate(keys, InstantSource.system(), new SecureRandom());
        syncVendor(3);
        update();
        apt("install", "-y", "resiship");
        assertEquals("1.3\n", Files.readString(root.resolve("usr/share/resiship/version")), "with the former key");
        useVendor();
        update();
        SigningKey.retire(keys);
        syncVendor(4);
        update();
        apt("install", "-y", "resiship");
        assertEquals("1.4\n", Files.readString(root.resolve("usr/share/resiship/version")), "with the new one alone");
    }
}
