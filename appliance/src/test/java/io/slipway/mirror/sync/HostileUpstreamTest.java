package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.store.VerifyStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Upstreams that lie, break off, never end, or lead elsewhere: nothing of theirs is ever published, and what was stays. */
class HostileUpstreamTest extends SyncStage {

    private static final String RELEASE = "dists/stable/";
    private static final String INDEX = "dists/stable/main/binary-amd64/Packages.gz";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void publishOnceAndThenServe(TestArchive next) {
        assertInstanceOf(Outcome.Published.class, sync());
        upstream.serve(next.with("Date", "Sun, 22 Nov 2026 07:00:00 UTC").files());
    }

    private static byte[] with(UnaryOperator<OutputStream> form, byte[] start, long zeros) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packed = form.apply(out)) {
            packed.write(start);
            byte[] nothing = new byte[1 << 20];
            java.util.Arrays.fill(nothing, (byte) '\n');
            for (long written = 0; written < zeros; written += nothing.length) {
                packed.write(nothing);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static OutputStream packer(String suffix, OutputStream out) {
        try {
            return switch (suffix) {
                case ".xz" -> new XZOutputStream(out, new LZMA2Options(1));
                case ".zst" -> new com.github.luben.zstd.ZstdOutputStream(out);
                case ".bz2" -> new org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream(out);
                default -> new java.util.zip.GZIPOutputStream(out);
            };
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {".xz", ".zst", ".bz2", ".gz"})
    void everyCompressionIsRead(String suffix) {
        upstream.serve(archive()
                .only(suffix, plain -> with(out -> packer(suffix, out), plain, 0))
                .files());
        assertInstanceOf(Outcome.Published.class, sync());
    }

    @ParameterizedTest
    @ValueSource(strings = {".xz", ".zst", ".bz2", ".gz"})
    void anIndexThatCannotBeDecompressedIsRefused(String suffix) {
        byte[] noise = new byte[5000];
        new java.util.Random(9).nextBytes(noise);
        publishOnceAndThenServe(archive().only(suffix, plain -> noise));
        assertEquals("this index cannot be read", refused().what());
        upstream.serve(archive()
                .with("Date", "Sun, 22 Nov 2026 07:30:00 UTC")
                .only(suffix, plain -> {
                    byte[] torn = with(out -> packer(suffix, out), plain, 0);
                    byte[] half = java.util.Arrays.copyOf(torn, torn.length - 12);
                    half[half.length / 2] ^= 0x55;
                    return half;
                })
                .files());
        assertEquals("this index cannot be read", refused().what());
    }

    @ParameterizedTest
    @ValueSource(strings = {".xz", ".zst", ".bz2", ".gz"})
    void aBombStopsAtTheSizeThatTheReleaseFileStates(String suffix) {
        TestArchive archive = archive()
                .extra("main/binary-amd64/Packages", new byte[1000])
                .only(suffix, plain -> with(out -> packer(suffix, out), plain, 48L << 20));
        publishOnceAndThenServe(archive);
        Problem problem = refused();
        assertTrue(problem.why().contains("becomes larger than the 1000 bytes that it may have"), problem::toString);
        assertTrue(problem.hint().contains("the archive itself is wrong"), problem::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../etc/passwd",
                "/etc/passwd",
                "pool/../../x.deb",
                "pool//x.deb",
                "pool/x\u0001.deb",
                "pool\\x.deb",
                "..",
                "./../x"
            })
    void aPathThatLeadsOutIsRefused(String path) {
        publishOnceAndThenServe(archive()
                .addStanza("Package: app\nVersion: 9\nArchitecture: amd64\nFilename: " + path + "\nSize: 1\nSHA256: "
                        + Digest.of(new byte[] {1}).hex()));
        Problem problem = refused();
        assertTrue(problem.what().contains("cannot be one of its own"), problem::toString);
        assertTrue(problem.hint().contains("tell whoever runs it"), problem::toString);
    }

    @Test
    void aReleaseFileThatNamesIndexesElsewhereIsRefused() {
        publishOnceAndThenServe(archive().extra("../../../etc/passwd", new byte[] {1}));
        assertTrue(refused().what().contains("cannot be one of its own"));
    }

    @Test
    void wrongPackagesAreRefusedWhateverIsWrongWithThem() {
        publishOnceAndThenServe(archive().add("lib", "1.3", 25_000));
        String lib = "pool/main/lib_1.3_amd64.deb";
        List<FakeUpstream.Fault> faults = List.of(
                FakeUpstream.garbage(),
                FakeUpstream.endless(),
                FakeUpstream.breakAfter(10),
                FakeUpstream.status(500),
                FakeUpstream.status(404),
                FakeUpstream.redirect(upstream.uri("pool/main/lib_1.2_amd64.deb")),
                (exchange, content) -> {
                    exchange.sendResponseHeaders(200, content.length - 1);
                    exchange.getResponseBody().write(content, 0, content.length - 1);
                    return true;
                },
                (exchange, content) -> {
                    exchange.sendResponseHeaders(200, -1);
                    return true;
                });
        for (FakeUpstream.Fault fault : faults) {
            upstream.failAlways(lib, fault);
            Problem problem = refused();
            assertTrue(String.valueOf(problem.where()).endsWith(lib), problem.toString());
        }
        upstream.heal(lib);
        assertInstanceOf(Outcome.Published.class, sync(), "and it recovers");
    }

    @Test
    void anIndexSwappedInTheMiddleIsNeverMixedWithTheOther() throws IOException {
        assertInstanceOf(Outcome.Published.class, sync());
        Map<String, byte[]> after = archive()
                .withoutByHash()
                .with("Date", "Sun, 22 Nov 2026 07:00:00 UTC")
                .add("app", "2.0", 60_000)
                .files();
        upstream.serve(after).put(INDEX, archive().withoutByHash().files().get(INDEX));
        refused();
        upstream.serve(after);
        assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(text("dists/stable/main/binary-amd64/Packages").contains("Version: 2.0\n"));
    }

    @Test
    void releaseFilesOfAnySortOfNonsenseAreRefused() {
        assertInstanceOf(Outcome.Published.class, sync());
        for (byte[] nonsense : List.of(
                new byte[0],
                bytes("<html>captive portal</html>"),
                bytes("-----BEGIN PGP SIGNED MESSAGE-----\n"),
                new byte[100_000],
                key.clearSign("Origin: x\n"),
                key.clearSign("Origin: x\n\nOrigin: y\nSHA256:\n"),
                key.clearSign("SHA256:\n not a digest\n"))) {
            upstream.put(RELEASE + "InRelease", nonsense);
            refused();
        }
        upstream.failAlways(RELEASE + "InRelease", FakeUpstream.endless());
        assertTrue(refused().why().contains("longer than"));
    }

    @Test
    void aResetAnywhereInAnyFileCostsNothingButARetry() throws IOException {
        assertTrue(resets(40) > 20);
    }

    @Test
    @Tag("full")
    void aResetAtEveryByteOfEveryFileCostsNothingButARetry() throws IOException {
        assertTrue(resets(1) > 1000);
    }

    /** @return how many times the connection was broken */
    private int resets(int step) throws IOException {
        TestArchive small = new TestArchive(key).withoutByHash().add("app", "1", 300);
        Map<String, byte[]> files = small.files();
        int resets = 0;
        for (String path : List.of(RELEASE + "InRelease", INDEX, "pool/main/app_1_amd64.deb")) {
            for (int offset = 0; offset < files.get(path).length; offset += step) {
                Files.deleteIfExists(home.resolve("store/generations/test/current"));
                for (byte[] content : files.values()) {
                    Files.deleteIfExists(store.blob(Digest.of(content)));
                }
                upstream.serve(files).fail(path, FakeUpstream.breakAfter(offset));
                assertInstanceOf(Outcome.Published.class, sync(), path + " broken after " + offset);
                resets++;
            }
        }
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        return resets;
    }

    @Test
    void anEntryThatPromisesMoreThanAnyDiskIsRefusedBeforeAnythingIsFetched() {
        publishOnceAndThenServe(archive()
                .addStanza("Package: app\nVersion: 9\nArchitecture: amd64\nFilename: pool/x.deb\n"
                        + "Size: 900000000000000\nSHA256: "
                        + Digest.of(new byte[] {1}).hex()));
        upstream.forgetRequests();
        assertTrue(refused().what().contains("not enough room"));
        assertEquals(
                0,
                upstream.requests().stream()
                        .filter(path -> path.startsWith("pool"))
                        .count());
    }
}
