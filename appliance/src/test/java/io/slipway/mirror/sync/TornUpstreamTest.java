package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Upstreams whose indexes are not those that their Release file names. */
class TornUpstreamTest extends SyncStage {

    @Test
    void indexesThatDoNotAgreeWithTheReleaseFileAreRefused() {
        upstream.serve(archive().withoutByHash().files())
                .put(
                        "dists/stable/main/binary-amd64/Packages.gz",
                        "not what was promised".getBytes(StandardCharsets.UTF_8));
        Problem problem = refused();
        assertTrue(problem.what().contains("cannot be had as its Release file promises"), problem.toString());
        assertTrue(problem.hint().contains("in the middle of an update"), problem.toString());
        assertTrue(String.valueOf(problem.where()).endsWith("binary-amd64/Packages.gz"), problem.toString());
        assertTrue(problem.why().startsWith("it has 21 bytes instead of "), problem.toString());
    }

    @Test
    void anIndexThatStaysWrongIsAskedForOnceMoreAndTheWaitIsExplained() {
        String index = "dists/stable/main/binary-amd64/Packages.gz";
        Map<String, byte[]> files = archive().withoutByHash().files();
        upstream.serve(files).put(index, new byte[files.get(index).length]);
        refused();
        assertEquals(
                2,
                upstream.requests().stream()
                        .filter("dists/stable/InRelease"::equals)
                        .count());
        assertEquals(1, notes.size(), notes.toString());
        assertTrue(
                notes.getFirst()
                        .matches(".*/" + index + ": its digest is sha256:.* instead of sha256:.*; asking again in 0 s"),
                notes.toString());
    }

    @Test
    void anUpstreamThatGoesOnChangingIsAskedMoreOften() {
        String index = "dists/stable/main/binary-amd64/Packages.gz";
        for (int hour = 1; hour <= 3; hour++) {
            byte[] release = archive()
                    .withoutByHash()
                    .with("Date", "Sun, 22 Nov 2026 0" + hour + ":00:00 UTC")
                    .files()
                    .get("dists/stable/InRelease");
            upstream.fail("dists/stable/InRelease", (exchange, content) -> {
                exchange.sendResponseHeaders(200, release.length);
                exchange.getResponseBody().write(release);
                return true;
            });
        }
        Map<String, byte[]> files = archive().withoutByHash().files();
        upstream.serve(files).put(index, new byte[files.get(index).length]);
        refused();
        assertEquals(2, notes.size(), notes.toString());
    }

    @Test
    void anIndexThatIsNewerThanItsReleaseFileIsStillToBeHadByItsDigest() throws IOException {
        Map<String, byte[]> before = archive().files();
        upstream.serve(before);
        archive().add("lib", "1.3", 25_000).files().forEach((path, content) -> {
            if (path.contains("/Packages")) {
                upstream.put(path, content);
            }
        });
        assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(text("dists/stable/main/binary-amd64/Packages").contains("Version: 1.2\n"));
        assertEquals(List.of(), notes, "nothing had to be asked for again");
    }

    @Test
    void aSyncWithNothingNewGetsNoContentAtAll() {
        upstream.withTags();
        sync();
        upstream.forgetRequests();
        assertInstanceOf(Outcome.UpToDate.class, sync());
        assertEquals(List.of("dists/stable/InRelease"), upstream.requests());
        assertEquals(List.of("dists/stable/InRelease"), upstream.unchanged());
    }

    @Test
    void anUpstreamInTheMiddleOfItsUpdateIsAskedAgain() {
        Map<String, byte[]> before = archive().withoutByHash().files();
        Map<String, byte[]> after =
                archive().withoutByHash().add("lib", "1.3", 25_000).files();
        upstream.serve(after).fail("dists/stable/InRelease", (exchange, content) -> {
            byte[] old = before.get("dists/stable/InRelease");
            exchange.sendResponseHeaders(200, old.length);
            exchange.getResponseBody().write(old);
            return true;
        });
        Outcome.Published published = assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(published.plan().items().stream()
                .anyMatch(item -> item.pick().chosen().toString().equals("lib 1.3 amd64")));
    }
}
