package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.common.crypto.Keyring;
import io.slipway.common.crypto.SigningKey;
import io.slipway.common.crypto.VerifySignature;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who says what an archive holds, and what is done when nobody credible does. */
class SignatureKindsTest extends SyncStage {

    private static final String RELEASE = "dists/stable/";

    private void describeUnsigned(String suites, String... more) throws IOException {
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources:\n  - {type: apt, uri: '" + upstream.uri("") + "', " + suites + ", unsigned: allow}\n"
                        + String.join("\n", more) + "\n");
    }

    private SigningKey otherKey() {
        return SigningKey.openOrCreate(directory.resolve("other"), clock, new SecureRandom());
    }

    @Test
    void aReleaseFileWithoutASignatureNeedsAWordInTheDescription() throws IOException {
        upstream.remove(RELEASE + "InRelease").remove(RELEASE + "Release.gpg");
        Problem problem = refused();
        assertTrue(problem.what().endsWith("stable' is not signed"), problem.toString());
        assertTrue(problem.hint().contains("'unsigned: allow' instead of 'signed-by'"), problem.toString());
        describeUnsigned("suites: [stable], components: [main]", "packages: [app]");
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @Test
    void anArchiveWithoutAnyReleaseFileIsTakenFlatAndGivenOutSigned() throws IOException {
        Map<String, byte[]> files =
                new TestArchive(key).flat().add("app", "1", 1000).files();
        files.keySet().removeIf(path -> path.contains("Release"));
        upstream.serve(files);
        describeUnsigned("suites: [/], take: all, publish: resigned");
        assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(text("Release").contains(" Packages\n"), text("Release"));
        assertTrue(text("Packages").contains("Package: app\n"));
        assertInstanceOf(Outcome.UpToDate.class, sync());
        upstream.serve(new TestArchive(key).flat().add("app", "2", 1000).files());
        assertInstanceOf(Outcome.Published.class, sync());
    }

    private void serveBare(FakeUpstream.Fault... faults) throws IOException {
        Map<String, byte[]> files =
                new TestArchive(key).flat().add("app", "1", 1000).files();
        files.keySet().removeIf(path -> path.contains("Release"));
        upstream.serve(files).withTags().fail("Packages.gz", faults);
        describeUnsigned("suites: [/], take: all, publish: resigned");
    }

    @Test
    void anIndexOfWhichNoReleaseFileTellsComesWholeAndOnlyOnce() throws IOException {
        serveBare(FakeUpstream.breakAfter(100));
        assertInstanceOf(Outcome.Published.class, sync());
        upstream.forgetRequests();
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertEquals(List.of("Packages.gz"), upstream.unchanged());
        assertEquals(List.of("Release", "InRelease", "Packages.zst", "Packages.gz"), upstream.requests());
    }

    @Test
    void anIndexOfWhichNoReleaseFileTellsHasAnEndAllTheSame() throws IOException {
        serveBare(FakeUpstream.endless());
        Problem problem = refused();
        assertEquals("the answer is longer than 67108864 bytes", problem.why());
        assertTrue(String.valueOf(problem.where()).endsWith("/Packages.gz"), problem::toString);
        assertEquals(0, VerifyStore.verify(store, Progress.NONE).unfinished(), "nothing of it stays");
    }

    @Test
    void whereThereIsNoArchiveAtAllItIsSaid() throws IOException {
        upstream.serve(Map.of());
        describeUnsigned("suites: [/], take: all, publish: resigned");
        Problem problem = refused();
        assertEquals("there is no archive here", problem.what());
        assertTrue(
                problem.why().startsWith("neither a Release file nor Packages, in any form, is at "),
                problem::toString);
    }

    @Test
    void anArchitectureThatNoIndexIsOfIsAnsweredWithThoseThatThereAre() throws IOException {
        upstream.serve(archive().with("Architectures", "amd64 arm64").files());
        describe("suites: [stable], components: [main], architectures: [arm64]", new String[] {"packages: [app]"});
        Problem problem = refused();
        assertTrue(problem.what().endsWith("does not name 'main/binary-arm64/Packages'"), problem::toString);
        assertEquals("it names main/binary-amd64/Packages, main/binary-amd64/Packages.gz", problem.why());
    }

    @Test
    void oneSignatureAmongSeveralIsEnough() {
        String release = new String(archive().files().get(RELEASE + "Release"), StandardCharsets.UTF_8);
        SigningKey both = SigningKey.rotate(directory.resolve("upstream"), clock, new SecureRandom());
        assertEquals(key.fingerprint(), both.former().orElseThrow());
        upstream.put(RELEASE + "InRelease", both.clearSign(release));
        assertInstanceOf(Outcome.Published.class, sync(), "a description with the former key alone");
        upstream.put(RELEASE + "Release.gpg", both.detached(release.getBytes(StandardCharsets.UTF_8)))
                .remove(RELEASE + "InRelease");
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @Test
    void aNewPodKeySignsBesideTheFormerOneUntilThatIsRetired() throws IOException {
        sync();
        Path keys = home.resolve("keys");
        SigningKey former = SigningKey.openOrCreate(keys, clock, new SecureRandom());
        SigningKey both = SigningKey.rotate(keys, clock, new SecureRandom());
        assertInstanceOf(Outcome.Published.class, sync(), "signed anew");
        byte[] inRelease = text("dists/stable/InRelease").getBytes(StandardCharsets.UTF_8);
        Keyring old = Keyring.parse("old", former.publicKeyring());
        assertEquals(
                former.fingerprint(),
                new VerifySignature(old, clock)
                        .clearSigned("InRelease", inRelease)
                        .signer());
        Keyring fresh = Keyring.parse("new", both.publicKeyring()).only(Set.of(both.fingerprint()));
        new VerifySignature(fresh, clock).clearSigned("InRelease", inRelease);
        SigningKey.retire(keys);
        assertInstanceOf(Outcome.Published.class, sync());
        byte[] alone = text("dists/stable/InRelease").getBytes(StandardCharsets.UTF_8);
        assertThrows(ProblemException.class, () -> new VerifySignature(old, clock).clearSigned("InRelease", alone));
        new VerifySignature(fresh, clock).clearSigned("InRelease", alone);
    }

    @Test
    void aStrangersSignatureIsExplained() throws IOException {
        String release = new String(archive().files().get(RELEASE + "Release"), StandardCharsets.UTF_8);
        upstream.put(RELEASE + "InRelease", otherKey().clearSign(release));
        Problem problem = refused();
        assertEquals("the signature cannot be trusted", problem.what());
        assertTrue(problem.why().contains("does not hold"), problem.toString());
        assertTrue(String.valueOf(problem.where()).endsWith("InRelease"), problem.toString());
    }

    @Test
    void aSignatureOverOtherTextIsRefused() {
        String signed = new String(archive().files().get(RELEASE + "InRelease"), StandardCharsets.UTF_8);
        upstream.put(
                RELEASE + "InRelease",
                signed.replace("Origin: Example", "Origin: Evil").getBytes(StandardCharsets.UTF_8));
        assertTrue(refused().why().contains("does not match the content"));
    }

    @Test
    void aKeyThatIsNotThePinnedOneIsExplainedWithWhatToDo() throws IOException {
        String pinned = otherKey().fingerprint().hex();
        describe("suites: [stable], components: [main], fingerprints: " + pinned, new String[] {"packages: [app]"});
        Problem problem = refused();
        assertTrue(problem.what().contains("is not the one that is pinned: " + pinned), problem.toString());
        assertTrue(problem.why().contains(key.fingerprint().hex()), problem.toString());
        assertTrue(problem.hint().contains("write the new fingerprint"), problem.toString());
        assertTrue(String.valueOf(problem.where()).endsWith("test.yml:2:5"), problem.toString());
    }

    @Test
    void aKeyFromAnAddressIsRememberedForWhenItCannotBeHad() throws IOException {
        upstream.withTags().put("vendor.gpg", key.publicKeyring());
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources:\n  - {type: apt, uri: '%1$s', suites: [stable], components: [main], signed-by: '%1$svendor.gpg', fingerprints: %2$s}\npackages: [app]\n"
                        .formatted(upstream.uri(""), key.fingerprint().hex()));
        sync();
        sync();
        assertTrue(upstream.unchanged().contains("vendor.gpg"), "it does not come twice");
        upstream.remove("vendor.gpg");
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertTrue(notes.getLast().contains("cannot be had now"), notes.toString());
    }

    @Test
    void digestsThatAreTooWeakAreRefused() {
        String weak = "Origin: Example\nDate: Sun, 22 Nov 2026 06:00:00 UTC\nArchitectures: amd64\nComponents: main\n"
                + "MD5Sum:\n d41d8cd98f00b204e9800998ecf8427e 0 main/binary-amd64/Packages\n";
        upstream.put(RELEASE + "InRelease", key.clearSign(weak));
        Problem problem = refused();
        assertTrue(problem.what().contains("has no SHA256 digests"), problem.toString());
        upstream.serve(archive()
                .addStanza("Package: weak\nVersion: 1\nArchitecture: amd64\nFilename: pool/w.deb\n"
                        + "Size: 1\nMD5sum: d41d8cd98f00b204e9800998ecf8427e")
                .files());
        problem = refused();
        assertTrue(problem.why().contains("older digests are not safe"), problem.toString());
    }

    @Test
    void digestsThatTheStoreDoesNotGoByAreRefusedWithWhatToAskFor() {
        String longer = "Origin: Example\nDate: Sun, 22 Nov 2026 06:00:00 UTC\nArchitectures: amd64\nComponents: main\n"
                + "SHA512:\n " + "ab".repeat(64) + " 0 main/binary-amd64/Packages\n";
        upstream.put(RELEASE + "InRelease", key.clearSign(longer));
        Problem problem = refused();
        assertTrue(problem.what().contains("has no SHA256 digests"), problem.toString());
        assertTrue(problem.why().contains("SHA512 alone"), problem.toString());
        assertTrue(problem.hint().contains("write SHA256 into its indexes, too"), problem.toString());
        upstream.serve(archive()
                .addStanza("Package: longer\nVersion: 1\nArchitecture: amd64\nFilename: pool/w.deb\n"
                        + "Size: 1\nSHA512: " + "ab".repeat(64))
                .files());
        problem = refused();
        assertTrue(problem.why().contains("SHA512 alone"), problem.toString());
    }

    @Test
    void aReplayFromThePastIsRefusedAlsoWhenItIsStillValid() {
        sync();
        upstream.serve(archive()
                .with("Date", "Sun, 22 Nov 2026 05:59:59 UTC")
                .with("Valid-Until", "Sun, 29 Nov 2026 06:00:00 UTC")
                .add("app", "0.9", 10)
                .files());
        Problem problem = refused();
        assertTrue(problem.what().contains("went back in time"), problem.toString());
        assertTrue(problem.why().contains("2026-11-22T05:59:59Z"), problem.toString());
    }

    @Test
    void anIndexOfTheFutureIsRefused() throws IOException {
        upstream.serve(archive().with("Date", "Tue, 24 Nov 2026 08:00:00 UTC").files());
        Problem problem = refused();
        assertTrue(problem.what().endsWith("stable' is not valid yet"), problem::toString);
        assertEquals("it is of 2026-11-24T08:00:00Z, and it is 2026-11-22T08:00:00Z here", problem.why());
        assertTrue(problem.hint().startsWith("is this machine's clock right?"), problem::toString);
        describe("suites: [stable], components: [main], check-valid-until: false", new String[] {"packages: [app]"});
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @Test
    void mistakesInWhatIsTrustedAreFoundBeforeAnythingIsAsked() throws IOException {
        Files.writeString(directory.resolve("mirrors/test.yml"), """
                sources:
                  - {type: apt, uri: 'http://me:secret@h/', suites: [/], signed-by: x, unsigned: allow}
                  - {type: apt, uri: 'http://h/', suites: [/], unsigned: allow, take: all, publish: verbatim}
                  - {type: apt, uri: 'http://h/', suites: [/], signed-by: x, take: all, publish: merged, rate-limit: fast}
                packages: [a]
                """);
        List<Problem> problems = assertThrows(SyncException.class, () -> sync(List.of("test"), false))
                .problems();
        assertEquals(
                List.of(
                        "a name and a password do not belong in an address",
                        "'unsigned: allow' does not go with 'signed-by'",
                        "an archive that nobody signed cannot be published as it is",
                        "a source that is taken whole cannot be merged with others",
                        "'fast' is not a rate"),
                problems.stream().map(Problem::what).toList());
        assertFalse(problems.toString().contains("secret"));
    }
}
