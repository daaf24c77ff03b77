package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.mirror.TestArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockedSyncTest extends SyncStage {

    private Outcome locked() {
        return mirrors().run(List.of("test"), false, true).getFirst();
    }

    private static List<String> packages(Plan plan) {
        return plan.items().stream()
                .map(item ->
                        item.pick().chosen().name() + "=" + item.pick().chosen().version())
                .toList();
    }

    private TestArchive newer() {
        return archive().add("lib", "1.3", 25_000);
    }

    @Test
    void takesWhatTheLockNamesThoughUpstreamHasNewerOnes() throws IOException {
        sync();
        String lock = Files.readString(directory.resolve("mirrors/test.lock"));
        upstream.serve(newer().files());
        Plan plan = assertInstanceOf(Outcome.Published.class, locked()).plan();
        assertEquals(List.of("app=1.0-1", "data=7", "lib=1.2"), packages(plan));
        assertEquals(lock, Files.readString(directory.resolve("mirrors/test.lock")), "and leaves the lock alone");
        assertInstanceOf(Outcome.UpToDate.class, locked());
        Plan open = assertInstanceOf(Outcome.Published.class, sync()).plan();
        assertEquals(List.of("app=1.0-1", "data=7", "lib=1.3"), packages(open));
    }

    @Test
    void refusesAPackageOfTheSameVersionWithOtherContent() {
        sync();
        upstream.serve(new TestArchive(key)
                .add("app", "1.0-1", 50_000, "Depends: lib (>= 1), data | nothing")
                .add("lib", "1.2", 20_001)
                .add("data", "7", 30_000)
                .files());
        Problem problem =
                assertInstanceOf(Outcome.Failed.class, locked()).cause().problem();
        assertTrue(problem.what().contains("lib (>= 1)"), problem::toString);
        assertTrue(problem.hint().contains("sync without --locked"), problem::toString);
    }

    @Test
    void refusesWhatTheDescriptionAsksForBeyondTheLock() throws IOException {
        sync();
        describe("packages: [app, unrelated]");
        Problem problem =
                assertInstanceOf(Outcome.Failed.class, locked()).cause().problem();
        assertEquals("the package 'unrelated' cannot be had", problem.what());
    }

    @Test
    void whatASyncBroughtIsWhatItsLockNames() {
        sync();
        assertInstanceOf(Outcome.UpToDate.class, locked(), "nothing is published a second time");
        assertInstanceOf(Outcome.UpToDate.class, sync());
    }

    @Test
    void aWholeSourceMustBeTheOneThatTheLockNames() throws IOException {
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources: [{type: apt, uri: '" + upstream.uri("") + "', suites: [stable], components: [main],"
                        + " take: all, signed-by: upstream.gpg}]\n");
        sync();
        assertInstanceOf(Outcome.UpToDate.class, locked());
        upstream.serve(newer().files());
        Problem problem =
                assertInstanceOf(Outcome.Failed.class, locked()).cause().problem();
        assertEquals("it has lib 1.3 amd64", problem.why());
        assertInstanceOf(Outcome.Published.class, sync());
        upstream.serve(archive().files());
        now.set(now.get().plusSeconds(60));
        assertEquals(
                "it lacks lib 1.3 amd64",
                assertInstanceOf(Outcome.Failed.class, locked())
                        .cause()
                        .problem()
                        .why());
    }

    @Test
    void aMissingOrBrokenLockIsNamed() throws IOException {
        assertEquals(
                "there is no lock of 'test'",
                assertInstanceOf(Outcome.Failed.class, locked())
                        .cause()
                        .problem()
                        .what());
        for (String text : List.of("[]", "{", "{\"packages\": 1}")) {
            Files.writeString(directory.resolve("mirrors/test.lock"), text);
            assertTrue(
                    assertInstanceOf(Outcome.Failed.class, locked())
                            .cause()
                            .problem()
                            .toString()
                            .contains("test.lock"),
                    text);
        }
    }

    @Test
    void versionsByPatternAndTheNewestFew() throws IOException {
        upstream.serve(newer().files());
        describe("packages: [lib=1.2*]");
        assertEquals(
                List.of("lib=1.2"),
                packages(assertInstanceOf(Outcome.Published.class, sync()).plan()));
        describe("packages: [{name: lib, newest: 2}]");
        assertEquals(
                List.of("lib=1.2", "lib=1.3"),
                packages(assertInstanceOf(Outcome.Published.class, sync()).plan()));
    }
}
