package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.mirror.TestArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a description leaves out of an archive is as if the archive did not have it. */
class FilterTest extends SyncStage {

    private static final String PACKAGES = "dists/stable/main/binary-amd64/Packages";

    private TestArchive everyVersionThereEverWas() {
        TestArchive archive = new TestArchive(key);
        for (String version : List.of("12.2", "12.10", "13.0")) {
            archive.add("cuda-toolkit", version, 1000, "Depends: cuda-runtime")
                    .add("cuda-runtime", version, 1000)
                    .add("cuda-toolkit-dbg", version, 1000)
                    .add("unrelated", version, 1000);
        }
        return archive;
    }

    private List<String> published() {
        return store.current("test").orElseThrow().served().keySet().stream()
                .filter(path -> path.endsWith(".deb"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1, path.length() - "_amd64.deb".length()))
                .toList();
    }

    private void take(String filter, String... more) throws IOException {
        describe("suites: [stable], components: [main], " + filter, more);
    }

    @Test
    void ofAWholeArchiveTheNewestFewOfWhatIsNamed() throws IOException {
        upstream.serve(everyVersionThereEverWas().files());
        take("take: all, only: ['cuda-*'], except: ['*-dbg'], newest: 2");
        assertInstanceOf(Outcome.Published.class, sync());
        List<String> expected =
                List.of("cuda-runtime_12.10", "cuda-runtime_13.0", "cuda-toolkit_12.10", "cuda-toolkit_13.0");
        assertEquals(expected, published());
        String index = text(PACKAGES);
        assertEquals(4, index.split("Package: ", -1).length - 1, index);
        assertFalse(index.contains("-dbg") || index.contains("12.2\n") || index.contains("unrelated"), index);
        assertInstanceOf(Outcome.UpToDate.class, sync());
    }

    @Test
    void theSourcesOfWhatIsLeft() throws IOException {
        byte[] tar = "tar".getBytes(StandardCharsets.UTF_8);
        String entry = "Package: %s\nBinary: %s\nVersion: %s\nDirectory: pool\nChecksums-Sha256:\n "
                + Digest.of(tar).hex() + " 3 %s.tar\n";
        String sources = entry.formatted("cuda-toolkit", "x", "13.0", "new") + "\n"
                + entry.formatted("cuda-toolkit", "x", "12.2", "old") + "\n"
                + entry.formatted("unrelated", "x", "13.0", "other");
        upstream.serve(everyVersionThereEverWas()
                .index("main/source/Sources", sources.getBytes(StandardCharsets.UTF_8))
                .file("pool/new.tar", tar)
                .file("pool/old.tar", tar)
                .file("pool/other.tar", tar)
                .files());
        take("take: all, also: [sources], only: [cuda-toolkit], newest: 1");
        assertInstanceOf(Outcome.Published.class, sync());
        String index = text("dists/stable/main/source/Sources");
        assertTrue(index.contains("new.tar"), index);
        assertFalse(index.contains("old.tar") || index.contains("other.tar"), index);
    }

    @Test
    void whatAVendorSignedStaysWholeAndItsFilesStayAway() throws IOException {
        Map<String, byte[]> files = everyVersionThereEverWas().files();
        upstream.serve(files);
        take("take: all, publish: verbatim, only: [cuda-runtime], newest: 1");
        assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(List.of("cuda-runtime_13.0"), published());
        for (String each : List.of(PACKAGES + ".gz", "dists/stable/InRelease")) {
            assertEquals(
                    Digest.of(files.get(each)),
                    store.current("test").orElseThrow().served().get(each).digest(),
                    each);
        }
    }

    @Test
    void aClosureGoesAroundIt() throws IOException {
        upstream.serve(new TestArchive(key)
                .add("app", "1", 100, "Depends: heavy | light")
                .add("heavy", "1", 100)
                .add("light", "1", 100)
                .files());
        take("except: [heavy]", "packages: [app]");
        assertInstanceOf(Outcome.Published.class, sync());
        assertEquals(List.of("app_1", "light_1"), published());
        take("except: [heavy, light]", "packages: [app]");
        Problem problem = refused();
        assertTrue(
                problem.hint().endsWith("'only', 'except' or 'newest' of a source leaves out what is needed"),
                problem::toString);
    }

    @Test
    void aPlanSaysThatItWasAFilter() throws IOException {
        upstream.serve(everyVersionThereEverWas().files());
        take("take: all, only: [unrelated], newest: 1");
        Plan plan = assertInstanceOf(Outcome.Planned.class, sync(true)).plan();
        assertEquals(
                List.of("the filter of " + upstream.uri("") + " stable"),
                plan.items().stream().map(item -> item.pick().chain()).toList());
    }

    /** apt takes an archive for empty whose Release file does not name the plain form of its indexes. */
    @Test
    void anIndexThatAptWouldNotFindIsMadeAnew() throws IOException {
        upstream.serve(new TestArchive(key)
                .add("app", "1", 100)
                .only(".gz", TestArchive::gzip)
                .files());
        take("take: all");
        assertInstanceOf(Outcome.Published.class, sync());
        assertTrue(
                text("dists/stable/Release").contains(" main/binary-amd64/Packages\n"), text("dists/stable/Release"));
        assertTrue(text(PACKAGES).startsWith("Package: app\n"));
    }

    @Test
    void mistakesAreNamed() throws IOException {
        take("take: all, only: ['cuda toolkit'], except: ['(a+)+'], newest: 0");
        List<Problem> problems = assertThrows(SyncException.class, () -> sync(List.of("test"), false))
                .problems();
        assertEquals(
                List.of(
                        "'cuda toolkit' is not a pattern of names",
                        "'(a+)+' is not a pattern of names",
                        "'0' is not a number of versions"),
                problems.stream().map(Problem::what).toList());
    }
}
