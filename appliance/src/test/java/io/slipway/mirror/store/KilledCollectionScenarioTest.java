package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a collection of garbage, while a sync of another process counts on what is about to go. */
@Tag("scenario")
class KilledCollectionScenarioTest {

    private static final int KILLS = 50;
    private static final int FILES = 150;

    @TempDir
    Path directory;

    private final Random random = new Random(6);
    private ContentStore store;

    /** What the killed process runs: says a byte for each step that it made. */
    static final class Child {
        public static void main(String[] arguments) {
            Progress telling = new Progress() {
                @Override
                public Step begin(String what, long total, Unit unit) {
                    tell();
                    return units -> tell();
                }

                @Override
                public void note(String line) {}
            };
            tell();
            CollectGarbage.collect(
                    ContentStore.in(Path.of(arguments[0])), new CollectGarbage.Rules(1, Duration.ZERO), telling);
        }

        private static void tell() {
            System.out.print('.');
            System.out.flush();
        }
    }

    private static byte[] content(int round, int number) {
        return ("content " + round + " " + number).repeat(20).getBytes(StandardCharsets.UTF_8);
    }

    private static Generation.Entry entry(int round, int number) {
        byte[] content = content(round, number);
        return new Generation.Entry(Digest.of(content), content.length);
    }

    /** Runs a collection and kills it after so many steps, or lets it finish. */
    private boolean collect(int steps) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        store.directory().toString())
                .redirectError(directory.resolve("child.log").toFile())
                .start();
        for (int said = 0; said < steps && process.getInputStream().read() >= 0; said++) {
            // on it goes
        }
        LockSupport.parkNanos(random.nextInt(1_500_000));
        process.destroyForcibly();
        int exit = process.waitFor();
        assertTrue(exit == 0 || exit == 137, Files.readString(directory.resolve("child.log")));
        return exit == 137;
    }

    @Test
    void nothingThatIsNeededIsEverLost() throws Exception {
        store = ContentStore.in(directory.resolve("store"));
        int kills = 0;
        Map<String, Generation.Entry> before = Map.of();
        for (int round = 0; kills < KILLS; round++) {
            assertTrue(round < 3 * KILLS, "the kills come in the middle");
            try (StoreWriter sync = store.lock("slipway sync")) {
                Map<String, Generation.Entry> served = new HashMap<>();
                for (int i = 0; i < FILES; i++) {
                    served.put("new/" + i, sync.put(content(round, i)));
                }
                kills += collect(1 + random.nextInt(70)) ? 1 : 0;
                // Of what went out of use long ago, the sync takes what is left, while the next collection is at it.
                int old = Math.max(0, round - 3);
                Thread counting = Thread.startVirtualThread(() -> {
                    for (int i = 0; i < FILES; i++) {
                        if (sync.has(entry(old, i))) {
                            served.put("old/" + i, entry(old, i));
                        }
                    }
                });
                kills += collect(1 + random.nextInt(260)) ? 1 : 0;
                counting.join();
                Map<String, Generation.Entry> still = before;
                assertEquals(
                        List.of(),
                        still.keySet().stream()
                                .filter(path -> !store.has(still.get(path)))
                                .toList(),
                        "what is served stays");
                sync.publish(Generation.of("demo", Instant.ofEpochSecond(round), Map.of(), served, Map.of()));
                before = served;
            }
            assertEquals(List.of(), VerifyStore.verify(store, Progress.NONE).problems());
        }
        collect(Integer.MAX_VALUE);
        assertEquals(List.of(), VerifyStore.verify(store, Progress.NONE).problems());
        onlyWhatIsNeededIsLeft();
    }

    /** The last collection finishes what all the killed ones had begun, but for what is newer than the clock's tick. */
    private void onlyWhatIsNeededIsLeft() throws IOException {
        Set<Digest> needed = new HashSet<>();
        for (String id : store.generations("demo")) {
            store.generation("demo", id).served().values().forEach(entry -> needed.add(entry.digest()));
        }
        ContentStore later =
                ContentStore.in(store.directory(), () -> Instant.now().plusSeconds(60));
        CollectGarbage.collect(later, new CollectGarbage.Rules(2, Duration.ZERO), Progress.NONE);
        try (Stream<Path> blobs = Files.walk(store.blobs())) {
            assertEquals(
                    needed,
                    blobs.filter(Files::isRegularFile)
                            .map(file -> new Digest(String.valueOf(file.getFileName())))
                            .collect(Collectors.toSet()));
        }
        try (Stream<Path> aside = Files.list(store.aside())) {
            assertEquals(List.of(), aside.toList());
        }
        assertEquals(needed.size(), store.size().files());
    }
}
