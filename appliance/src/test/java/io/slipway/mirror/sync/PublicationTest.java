package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that are given out by themselves, in the vendor's shape at the vendor's path. */
class PublicationTest extends SyncStage {

    private static final String CUDA = "compute/cuda/repos/ubuntu2204/x86_64/";

    private TestArchive cuda() {
        return new TestArchive(key)
                .flat()
                .add("driver", "570-1", 1000)
                .add("driver", "560-1", 900)
                .add("toolkit", "12.8", 2000, "Depends: driver (>= 560)");
    }

    private void describeSource(String uri, String rest, String... more) throws IOException {
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources:\n  - {type: apt, uri: '" + upstream.uri("") + uri + "', signed-by: upstream.gpg, " + rest
                        + "}\n" + String.join("\n", more) + "\n");
    }

    private byte[] served(String path) throws IOException {
        Map<String, Generation.Entry> served =
                store.current("test").orElseThrow().served();
        assertTrue(served.containsKey(path), () -> path + " in " + served.keySet());
        return Files.readAllBytes(store.blob(served.get(path).digest()));
    }

    private Set<String> servedPaths() {
        return new TreeSet<>(store.current("test").orElseThrow().served().keySet());
    }

    @Test
    void aFlatArchiveTakenWholeIsGivenOutByteByByteAtTheVendorsPath() throws IOException {
        Map<String, byte[]> vendor = cuda().files(CUDA);
        upstream.serve(vendor);
        describeSource(CUDA, "suites: [/], take: all, publish: verbatim");
        assertInstanceOf(Outcome.Published.class, sync());
        vendor.remove(CUDA + "Release");
        vendor.remove(CUDA + "Release.gpg");
        vendor.remove(CUDA + "Packages");
        assertEquals(vendor.keySet(), servedPaths());
        for (Map.Entry<String, byte[]> file : vendor.entrySet()) {
            assertArrayEquals(file.getValue(), served(file.getKey()), file.getKey());
        }
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void aFlatArchiveThatIsSignedAnewStaysFlatAndHasOnlyWhatWasPicked() throws IOException {
        upstream.serve(cuda().with("Valid-Until", "Mon, 23 Nov 2026 06:00:00 UTC")
                .with("Snapshots", "https://snapshot.example.org/@SNAPSHOTID@")
                .with("Signed-By", "0000111122223333444455556666777788889999")
                .with("Label", "cuda")
                .files(CUDA));
        describeSource(CUDA, "suites: [./], publish: resigned", "packages: [toolkit, driver=570-1]");
        sync();
        String packages = new String(served(CUDA + "Packages"), StandardCharsets.UTF_8);
        assertTrue(packages.contains("Filename: ./toolkit_12.8_amd64.deb\n"), packages);
        assertFalse(packages.contains("560-1\n"), packages);
        assertTrue(servedPaths().contains(CUDA + "driver_570-1_amd64.deb"));
        assertFalse(servedPaths().contains(CUDA + "driver_560-1_amd64.deb"));
        String release = new String(served(CUDA + "Release"), StandardCharsets.UTF_8);
        assertTrue(release.contains("Label: cuda\n"), release);
        assertTrue(release.contains("Acquire-By-Hash: yes\n"), release);
        for (String gone : List.of("Valid-Until", "Snapshots", "Signed-By")) {
            assertFalse(release.contains(gone), release);
        }
        String digest = Digest.of(served(CUDA + "Packages.xz")).hex();
        assertTrue(release.contains(" " + digest + " "), release);
        served(CUDA + "by-hash/SHA256/" + digest);
        assertFalse(servedPaths().stream().anyMatch(path -> path.startsWith("dists/")), "nothing is merged");
    }

    @Test
    void aSuiteTakenVerbatimKeepsItsSignatureItsByHashAndWhatElseWasAskedFor() throws IOException {
        byte[] contents = TestArchive.gzip("usr/bin/app  app\n".getBytes(StandardCharsets.UTF_8));
        byte[] translation = "Package: app\n".getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> vendor = new TreeMap<>(archive()
                .extra("main/Contents-amd64.gz", contents)
                .extra("main/i18n/Translation-en.gz", TestArchive.gzip(translation))
                .extra("main/i18n/Translation-de.gz", TestArchive.gzip(new byte[] {'x'}))
                .extra("main/binary-amd64/Packages.diff/Index", new byte[] {1})
                .files("ubuntu/"));
        upstream.serve(vendor);
        describeSource(
                "ubuntu",
                "suites: [stable], components: [main], take: all, publish: verbatim, also: contents, languages: en");
        sync();
        assertArrayEquals(vendor.get("ubuntu/dists/stable/InRelease"), served("ubuntu/dists/stable/InRelease"));
        assertArrayEquals(contents, served("ubuntu/dists/stable/main/Contents-amd64.gz"));
        served("ubuntu/dists/stable/main/i18n/Translation-en.gz");
        served("ubuntu/dists/stable/main/by-hash/SHA256/" + Digest.of(contents).hex());
        served("ubuntu/pool/main/unrelated_1_amd64.deb");
        assertFalse(servedPaths().stream().anyMatch(path -> path.contains("Translation-de")));
        assertFalse(servedPaths().stream().anyMatch(path -> path.contains("diff")), "no pdiffs");
    }

    @Test
    void sourcePackagesComeWithThePackagesBuiltFromThem() throws IOException {
        byte[] dsc = "dsc".getBytes(StandardCharsets.UTF_8);
        byte[] tar = new byte[500];
        String sources = "Package: app-src\nBinary: app\nVersion: 1.0-1\nDirectory: pool/main/a\nChecksums-Sha256:\n "
                + Digest.of(dsc).hex() + " 3 app-src_1.0-1.dsc\n "
                + Digest.of(tar).hex()
                + " 500 app-src_1.0.orig.tar\n\nPackage: other\nVersion: 1\nDirectory: pool/main/o\n"
                + "Checksums-Sha256:\n " + Digest.of(dsc).hex() + " 3 other_1.dsc\n";
        TestArchive archive = new TestArchive(key)
                .add("app", "1.0-1", 1000, "Source: app-src")
                .extra("main/source/Sources.gz", TestArchive.gzip(sources.getBytes(StandardCharsets.UTF_8)))
                .file("pool/main/a/app-src_1.0-1.dsc", dsc)
                .file("pool/main/a/app-src_1.0.orig.tar", tar);
        upstream.serve(archive.files("debian/"));
        describeSource(
                "debian",
                "suites: [stable], components: [main], publish: resigned, also: [sources]",
                "packages: [app]");
        Outcome.Published published = assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(2, published.plan().sources().size());
        assertArrayEquals(tar, served("debian/pool/main/a/app-src_1.0.orig.tar"));
        String index = new String(served("debian/dists/stable/main/source/Sources"), StandardCharsets.UTF_8);
        assertTrue(index.contains("Package: app-src\n") && !index.contains("Package: other"), index);
        assertTrue(Files.readString(directory.resolve("mirrors/test.lock")).contains("app-src_1.0-1.dsc"));
    }

    /** As {@code dpkg-scanpackages -tudeb} writes them. */
    private TestArchive withInstaller() {
        byte[] udeb = "a package of the installer".getBytes(StandardCharsets.UTF_8);
        String stanza = "Package: anna\nVersion: 1.86\nArchitecture: amd64\nMaintainer: Nobody <n@example.org>\n"
                + "Filename: pool/main/a/anna/anna_1.86_amd64.udeb\nSize: " + udeb.length + "\nSHA256: "
                + Digest.of(udeb).hex()
                + "\nSection: debian-installer\nPriority: standard\nDescription: fetches others\nPackage-Type: udeb\n";
        return archive()
                .index("main/debian-installer/binary-amd64/Packages", stanza.getBytes(StandardCharsets.UTF_8))
                .extra("main/binary-amd64/Release", "Architecture: amd64\n".getBytes(StandardCharsets.UTF_8))
                .file("pool/main/a/anna/anna_1.86_amd64.udeb", udeb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "needed"})
    void whatAnInstallerIsMadeOfComesWholeWhateverElseIsTaken(String take) throws IOException {
        TestArchive vendor = withInstaller();
        upstream.serve(vendor.files("debian/"));
        describeSource(
                "debian",
                "suites: [stable], components: [main], also: installer, publish: resigned, take: " + take,
                take.equals("needed") ? "packages: [lib]" : "");
        assertInstanceOf(Outcome.Published.class, sync());
        String anna = "pool/main/a/anna/anna_1.86_amd64.udeb";
        assertArrayEquals(vendor.content(anna), served("debian/" + anna));
        String directory = "debian/dists/stable/main/";
        byte[] index = served(directory + "debian-installer/binary-amd64/Packages.gz");
        assertArrayEquals(vendor.files().get("dists/stable/main/debian-installer/binary-amd64/Packages.gz"), index);
        served(directory + "binary-amd64/Release");
        String release = new String(served("debian/dists/stable/Release"), StandardCharsets.UTF_8);
        assertTrue(release.contains(Digest.of(index).hex() + " " + index.length + " main/debian-installer/"), release);
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        assertEquals(take.equals("all"), servedPaths().contains("debian/pool/main/unrelated_1_amd64.deb"));
    }

    @Test
    void anArchiveWithoutAnInstallerIsToldSo() throws IOException {
        upstream.serve(archive().files("debian/"));
        describeSource("debian", "suites: [stable], components: [main], also: installer, publish: resigned, take: all");
        assertTrue(refused().what().endsWith("has no packages of an installer"));
    }

    @Test
    void anInstallerKnowsThePodsKeyAlone() throws IOException {
        describeSource("debian", "suites: [stable], components: [main], also: installer, publish: verbatim, take: all");
        SyncException said = assertThrows(SyncException.class, this::sync);
        assertEquals(
                "'also: installer' needs a source that is signed anew",
                said.problem().what());
    }

    @Test
    void theArchitectureMayBePartOfTheAddress() throws IOException {
        upstream.serve(new TestArchive(key).flat().add("tool", "1", 10).files("stable/deb/amd64/"));
        describeSource("stable/deb/$(ARCH)", "suites: [/], take: all, publish: resigned");
        sync();
        served("stable/deb/amd64/InRelease");
        served("stable/deb/amd64/tool_1_amd64.deb");
    }

    @Test
    void colonsInPathsStay() throws IOException {
        upstream.serve(new TestArchive(key)
                .flat("amd64/")
                .add("kubeadm", "1.34.1-1.1", 10)
                .files("core:/stable:/v1.34/deb/"));
        describeSource("core:/stable:/v1.34/deb", "suites: [/], take: all, publish: verbatim");
        sync();
        served("core:/stable:/v1.34/deb/amd64/kubeadm_1.34.1-1.1_amd64.deb");
    }

    @Test
    void mergedAndOwnSourcesStandSideBySideAndTheClosureGoesAcrossThem() throws IOException {
        Map<String, byte[]> vendor =
                new TreeMap<>(archive().add("lib2", "1", 10, "Depends: driver").files("ubuntu/"));
        vendor.putAll(cuda().files(CUDA));
        upstream.serve(vendor);
        Files.writeString(
                directory.resolve("mirrors/test.yml"), """
                sources:
                  - {type: apt, uri: '%subuntu', suites: [stable], components: [main], signed-by: upstream.gpg}
                  - {type: apt, uri: '%s%s', suites: [/], publish: resigned, signed-by: upstream.gpg}
                packages: [lib2]
                """.formatted(upstream.uri(""), upstream.uri(""), CUDA));
        sync();
        assertTrue(text("dists/stable/main/binary-amd64/Packages").contains("Package: lib2\n"));
        assertFalse(text("dists/stable/main/binary-amd64/Packages").contains("Package: driver\n"));
        served(CUDA + "driver_570-1_amd64.deb");
    }

    @Test
    void twoSourcesWithDifferentFilesAtOnePathAreRefused() throws IOException {
        Map<String, byte[]> both = new TreeMap<>(cuda().files("a/" + CUDA));
        upstream.serve(both);
        Files.writeString(directory.resolve("mirrors/test.yml"), """
                sources:
                  - {type: apt, uri: '%1$s', suites: [/], publish: verbatim, take: all, signed-by: upstream.gpg}
                  - {type: apt, uri: '%2$s', suites: [/], publish: verbatim, take: all, signed-by: upstream.gpg}
                """.formatted(
                        upstream.uri("a/" + CUDA), upstream.elsewhere("a/" + CUDA)));
        byte[] later =
                cuda().with("Date", "Sun, 22 Nov 2026 07:00:00 UTC").files().get("InRelease");
        upstream.fail("a/" + CUDA + "InRelease", (exchange, content) -> {
            exchange.sendResponseHeaders(200, later.length);
            exchange.getResponseBody().write(later);
            return true;
        });
        Problem problem = refused();
        assertTrue(problem.what().contains("two sources of this mirror have different files at"), problem.toString());
    }
}
