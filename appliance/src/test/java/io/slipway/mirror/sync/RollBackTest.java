package io.slipway.mirror.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.common.crypto.Keyring;
import io.slipway.common.crypto.SigningKey;
import io.slipway.common.crypto.VerifySignature;
import io.slipway.mirror.TestArchive;
import io.slipway.mirror.apt.NodeSources;
import io.slipway.mirror.apt.PublishSuite;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An older generation comes back with the date of today, so that apt takes it for what it is. */
class RollBackTest extends SyncStage {

    private static final String DISTS = "dists/stable/";

    private void publish(String version) {
        now.set(now.get().plusSeconds(3600));
        upstream.serve(new TestArchive(key).add("app", version, 5_000).files());
        assertInstanceOf(Outcome.Published.class, sync());
    }

    private RollBack.Done rollBack(String... id) {
        return new RollBack(home, clock, new SecureRandom())
                .to("test", List.of(id).stream().findFirst());
    }

    private String versions() throws IOException {
        return text(DISTS + "main/binary-amd64/Packages")
                .replaceAll("(?s).*?\nVersion: ([^\n]*)\n.*?(?=\nPackage|$)", "$1 ")
                .strip();
    }

    private Instant date() throws IOException {
        String name = DISTS + "InRelease";
        Path keys = home.resolve("keys");
        Keyring trusted = Keyring.read(SigningKey.publicFile(keys));
        String signed = new VerifySignature(trusted, clock)
                .clearSigned(name, text(name).getBytes(StandardCharsets.UTF_8))
                .content();
        assertEquals(signed.strip(), text(DISTS + "Release").strip());
        new VerifySignature(trusted, clock)
                .detached(
                        name,
                        text(DISTS + "Release").getBytes(StandardCharsets.UTF_8),
                        text(DISTS + "Release.gpg").getBytes(StandardCharsets.UTF_8));
        return Release.parse(name, signed).date().orElseThrow();
    }

    @Test
    void theIndexesAreThoseOfThenUnderAReleaseFileOfToday() throws IOException {
        publish("1.0");
        Generation old = store.current("test").orElseThrow();
        publish("2.0");
        Instant last = date();
        RollBack.Done done = rollBack();
        assertEquals(List.of(), done.vendors());
        assertEquals("1.0", versions());
        assertTrue(date().isAfter(last), date().toString());
        Generation current = store.current("test").orElseThrow();
        assertEquals(done.pointer().current(), store.currentId("test").orElseThrow());
        assertEquals(old.served().keySet(), current.served().keySet());
        long others = old.served().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(current.served().get(entry.getKey())))
                .count();
        assertEquals(3, others, "InRelease, Release and Release.gpg");
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void eachStepGoesOneFurtherAndForwardWorksToo() throws IOException {
        publish("1.0");
        publish("2.0");
        publish("3.0");
        String third = store.currentId("test").orElseThrow();
        rollBack();
        assertEquals("2.0", versions());
        Instant second = date();
        rollBack();
        assertEquals("1.0", versions());
        assertTrue(date().isAfter(second));
        rollBack(third);
        assertEquals("3.0", versions());
        rollBack();
        assertEquals("2.0", versions());
    }

    @Test
    void theNextSyncGoesForwardAgain() throws IOException {
        publish("1.0");
        publish("2.0");
        rollBack();
        Instant back = date();
        assertInstanceOf(Outcome.Published.class, sync());
        assertEquals("2.0", versions());
        assertTrue(date().isAfter(back));
    }

    @Test
    void whileASyncRunsAndGarbageIsCollected() throws IOException {
        publish("1.0");
        publish("2.0");
        try (StoreWriter writer = store.lock()) {
            rollBack();
            CollectGarbage.collect(writer.store(), new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
        }
        assertEquals("1.0", versions());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void theKeyIsTheOneThatCountsNow() throws IOException {
        publish("1.0");
        Path keys = home.resolve("keys");
        String former = SigningKey.openOrCreate(keys, clock, new SecureRandom()).publicKeyringArmoured();
        SigningKey.rotate(keys, clock, new SecureRandom());
        SigningKey.retire(keys);
        publish("2.0");
        rollBack();
        date();
        Generation.Entry sources = store.current("test").orElseThrow().kept().get(NodeSources.KEPT_AS);
        String text = Files.readString(store.blob(sources.digest()));
        assertFalse(text.contains(former.lines().toList().get(3)), text);
        SigningKey present = SigningKey.openOrCreate(keys, clock, new SecureRandom());
        assertEquals(
                new NodeSources(present)
                        .merged(new PublishSuite.Naming("test", "stable", "main", "no"), List.of("amd64"))
                        .text(),
                text);
    }

    @Test
    void whatAVendorSignedStaysAsItIsAndIsNamed() throws IOException {
        describe("suites: [stable], components: [main], take: all, publish: verbatim", new String[0]);
        publish("1.0");
        Generation old = store.current("test").orElseThrow();
        publish("2.0");
        RollBack.Done done = rollBack();
        assertEquals(List.of(DISTS), done.vendors());
        assertEquals(old, store.current("test").orElseThrow());
    }

    @Test
    void aDamagedGenerationIsNoObstacle() throws IOException {
        publish("1.0");
        String first = store.currentId("test").orElseThrow();
        publish("2.0");
        String second = store.currentId("test").orElseThrow();
        Files.writeString(home.resolve("store/generations/test").resolve(second), "?");
        rollBack(first);
        assertEquals("1.0", versions());
        assertEquals(Optional.of(second), store.pointer("test").orElseThrow().before());
    }
}
