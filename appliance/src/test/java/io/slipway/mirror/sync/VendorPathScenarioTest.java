package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real apt with the lines that vendors give, and nothing changed in them but the host. */
@Tag("scenario")
class VendorPathScenarioTest {

    private static final String CUDA = "compute/cuda/repos/ubuntu2204/x86_64/";
    private static final String KUBERNETES = "core:/stable:/v1.34/deb/";

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private Path home;
    private MirrorServer server;
    private PrivateApt apt;
    private SigningKey key;

    @BeforeEach
    void start() throws IOException {
        home = directory.resolve("home");
        Files.createDirectories(directory.resolve("mirrors"));
        Files.createDirectories(directory.resolve("build"));
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
        apt = new PrivateApt(directory);
        key = SigningKey.openOrCreate(directory.resolve("upstream"), InstantSource.system(), new SecureRandom());
        Files.write(directory.resolve("mirrors/vendor.gpg"), key.publicKeyring());
    }

    @AfterEach
    void stop() {
        server.close();
        upstream.close();
    }

    private void sync(String description) throws IOException {
        Files.writeString(directory.resolve("mirrors/pod.yml"), description);
        Outcome outcome = new SyncMirrors(SyncMirrors.Setup.standard(home, directory.resolve("mirrors"), Progress.NONE))
                .run(java.util.List.of(), false)
                .getFirst();
        assertInstanceOf(Outcome.Published.class, outcome, outcome::toString);
    }

    private String mirror(String path) {
        return "http://127.0.0.1:" + server.port() + "/apt/pod/" + path;
    }

    private Path podKey() throws IOException {
        return Files.write(directory.resolve("slipway.gpg"), get("/keys/slipway.gpg"));
    }

    private byte[] get(String path) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + path);
        try (var in = address.toURL().openStream()) {
            return in.readAllBytes();
        }
    }

    private byte[] deb(String name, String version, String... fields) throws Exception {
        return PrivateApt.deb(directory.resolve("build"), name, version, fields);
    }

    @Test
    void flatArchivesByteByByteAndSignedAnew() throws Exception {
        byte[] driver = deb("driver", "570-1");
        byte[] kubeadm = deb("kubeadm", "1.34.1-1.1");
        Map<String, byte[]> vendors = new TreeMap<>(
                new TestArchive(key).flat().addFile("driver", "570-1", driver).files(CUDA));
        vendors.putAll(new TestArchive(key)
                .flat("amd64/")
                .addFile("kubeadm", "1.34.1-1.1", kubeadm)
                .addFile("kubelet", "1.34.1-1.1", deb("kubelet", "1.34.1-1.1"))
                .files(KUBERNETES));
        vendors.putAll(new TestArchive(key)
                .flat()
                .addFile("toolkit", "1.17", deb("toolkit", "1.17", "Depends: driver"), "Depends: driver")
                .files("stable/deb/amd64/"));
        upstream.serve(vendors);
        sync("""
                sources:
                  - {type: apt, uri: '%1$s%2$s', suites: [/], take: all, publish: verbatim, signed-by: vendor.gpg}
                  - {type: apt, uri: '%1$s%3$s', suites: [/], publish: resigned, signed-by: vendor.gpg}
                  - {type: apt, uri: '%1$sstable/deb/$(ARCH)', suites: [/], publish: verbatim, signed-by: vendor.gpg}
                packages: [kubeadm, toolkit]
                """.formatted(upstream.uri(""), CUDA, KUBERNETES));
        Path vendorKey = directory.resolve("mirrors/vendor.gpg");
        apt.sources(
                "deb [signed-by=" + vendorKey + "] " + mirror(CUDA) + " /",
                "deb [signed-by=" + podKey() + "] " + mirror(KUBERNETES) + " /",
                "deb [signed-by=" + vendorKey + "] " + mirror("stable/deb/$(ARCH)") + " /");
        apt.run("update");
        apt.run("download", "driver", "kubeadm");
        assertArrayEquals(driver, Files.readAllBytes(apt.downloads().resolve("driver_570-1_amd64.deb")));
        assertArrayEquals(kubeadm, Files.readAllBytes(apt.downloads().resolve("kubeadm_1.34.1-1.1_amd64.deb")));
        apt.run("install", "--download-only", "-y", "toolkit");
        apt.sources();
        apt.stanzas(new String(get("/sources/pod.sources"), StandardCharsets.UTF_8));
        apt.run("clean");
        String updated = apt.run("update");
        assertFalse(updated.contains("W:"), updated);
        apt.run("install", "--download-only", "-y", "toolkit", "kubeadm");
        apt.stanzas("");
        String host = "http://127.0.0.1:" + server.port() + "/";
        apt.sources(
                "deb [signed-by=" + vendorKey + "] " + host + CUDA + " /",
                "deb [signed-by=" + podKey() + "] " + host + KUBERNETES + " /");
        apt.run("clean");
        apt.run("update");
        Files.delete(apt.downloads().resolve("driver_570-1_amd64.deb"));
        apt.run("download", "driver", "kubeadm");
        PrivateApt.Said notHere = apt.attempt("install", "-s", "kubelet");
        assertTrue(notHere.text().contains("Unable to locate package kubelet"), notHere.text());
    }

    @Test
    void nodesThatKnowOnlyTheFormerKeyGoOnUntilItIsRetired() throws Exception {
        upstream.serve(
                new TestArchive(key).addFile("ship", "1.0", deb("ship", "1.0")).files("debian/"));
        String description = """
                sources:
                  - {type: apt, uri: '%sdebian', suites: [stable], components: [main], take: all, signed-by: vendor.gpg}
                """.formatted(upstream.uri(""));
        sync(description);
        apt.sources("deb [signed-by=" + podKey() + "] " + mirror("debian") + " stable main");
        apt.run("update");
        Path keys = home.resolve("keys");
        SigningKey.rotate(keys, InstantSource.system(), new SecureRandom());
        sync(description);
        apt.run("update");
        apt.run("download", "ship");
        SigningKey.retire(keys);
        sync(description);
        PrivateApt.Said refused = apt.attempt("update");
        assertTrue(refused.text().contains("NO_PUBKEY"), refused.text());
    }

    @Test
    void aSuiteByteByByteWithItsSourcesTranslationsAndByHash() throws Exception {
        byte[] tar = "not really a tar".getBytes(StandardCharsets.UTF_8);
        String dsc = "Format: 3.0 (native)\nSource: ship\nBinary: ship\nArchitecture: any\nVersion: 1.0\n"
                + "Maintainer: Nobody <nobody@example.org>\nChecksums-Sha256:\n "
                + Digest.of(tar).hex() + " "
                + tar.length + " ship_1.0.tar.xz\nFiles:\n 00000000000000000000000000000000 " + tar.length
                + " ship_1.0.tar.xz\n";
        byte[] description = dsc.getBytes(StandardCharsets.UTF_8);
        String sources = "Package: ship\nBinary: ship\nVersion: 1.0\nArchitecture: any\nFormat: 3.0 (native)\n"
                + "Directory: pool/main/s\nMaintainer: Nobody <nobody@example.org>\nChecksums-Sha256:\n "
                + Digest.of(description).hex() + " " + description.length + " ship_1.0.dsc\n "
                + Digest.of(tar).hex() + " " + tar.length + " ship_1.0.tar.xz\n";
        byte[] translation =
                "Package: ship\nDescription-md5: 00000000000000000000000000000000\nDescription-en: a ship\n"
                        .getBytes(StandardCharsets.UTF_8);
        upstream.serve(new TestArchive(key)
                .addFile("ship", "1.0", deb("ship", "1.0"))
                .index("main/source/Sources", sources.getBytes(StandardCharsets.UTF_8))
                .index("main/i18n/Translation-en", translation)
                .file("pool/main/s/ship_1.0.dsc", description)
                .file("pool/main/s/ship_1.0.tar.xz", tar)
                .files("debian/"));
        for (String publish : new String[] {"verbatim", "resigned"}) {
            sync("""
                    sources:
                      - {type: apt, uri: '%sdebian', suites: [stable], components: [main], take: all, publish: %s,
                         also: [sources], languages: [en], signed-by: vendor.gpg}
                    """.formatted(upstream.uri(""), publish));
            Path signer = publish.equals("verbatim") ? directory.resolve("mirrors/vendor.gpg") : podKey();
            String options = "[signed-by=" + signer + " by-hash=force] ";
            apt.sources(
                    "deb " + options + mirror("debian") + " stable main",
                    "deb-src " + options + mirror("debian") + " stable main");
            apt.run("update");
            assertTrue(apt.lists().stream().anyMatch(name -> name.contains("Translation-en")), "translated");
            apt.run("source", "--download-only", "ship");
            assertArrayEquals(tar, Files.readAllBytes(apt.downloads().resolve("ship_1.0.tar.xz")));
            Files.delete(apt.downloads().resolve("ship_1.0.tar.xz"));
            apt.run("download", "ship");
        }
    }
}
