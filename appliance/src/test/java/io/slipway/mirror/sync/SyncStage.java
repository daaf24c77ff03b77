package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.net.ProxySelector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An upstream archive, a home, and syncs of it that do not wait. */
abstract class SyncStage {

    @TempDir
    Path directory;

    final FakeUpstream upstream = new FakeUpstream();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T08:00:00Z"));
    final InstantSource clock = now::get;
    final List<String> notes = new CopyOnWriteArrayList<>();
    final Progress progress = new Progress() {
        @Override
        public Step begin(String what, long total, Unit unit) {
            return Progress.NONE.begin(what, total, unit);
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }
    };
    SigningKey key;
    Path home;
    ContentStore store;

    @BeforeEach
    void prepare() throws IOException {
        key = SigningKey.openOrCreate(directory.resolve("upstream"), clock, new SecureRandom());
        home = directory.resolve("home");
        store = ContentStore.in(home.resolve("store"));
        Files.createDirectories(directory.resolve("mirrors"));
        Files.write(directory.resolve("mirrors/upstream.gpg"), key.publicKeyring());
        describe("packages: [app]");
        upstream.serve(archive().files());
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    TestArchive archive() {
        return new TestArchive(key)
                .add("app", "1.0-1", 50_000, "Depends: lib (>= 1), data | nothing")
                .add("lib", "1.2", 20_000)
                .add("data", "7", 30_000)
                .add("unrelated", "1", 10_000);
    }

    void describe(String... more) throws IOException {
        describe("suites: [stable], components: [main]", more);
    }

    void describe(String suites, String[] more) throws IOException {
        Files.writeString(
                directory.resolve("mirrors/test.yml"),
                "sources:\n  - {type: apt, uri: '" + upstream.uri("") + "', " + suites + ", signed-by: upstream.gpg}\n"
                        + String.join("\n", more) + "\n");
    }

    List<Outcome> sync(List<String> names, boolean planOnly) {
        return mirrors().run(names, planOnly);
    }

    SyncMirrors mirrors() {
        Backoff hasty = new Backoff(3, Duration.ZERO, Duration.ZERO, pause -> {});
        Fetch.Settings fetch = new Fetch.Settings(hasty, 4, Duration.ofSeconds(20), ProxySelector.of(null));
        SyncMirrors.Setup setup = new SyncMirrors.Setup(
                home, directory.resolve("mirrors"), clock, new SecureRandom(), fetch, hasty, progress);
        return new SyncMirrors(setup);
    }

    Outcome sync(boolean planOnly) {
        return sync(List.of("test"), planOnly).getFirst();
    }

    Outcome sync() {
        return sync(false);
    }

    Problem refused() {
        Optional<String> before = store.currentId("test");
        Problem problem = assertInstanceOf(Outcome.Failed.class, sync()).cause().problem();
        assertEquals(before, store.currentId("test"), "what was published stays");
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
        return problem;
    }

    String text(String path) throws IOException {
        Generation.Entry entry = store.current("test").orElseThrow().served().get(path);
        return Files.readString(store.blob(entry.digest()), StandardCharsets.UTF_8);
    }
}
