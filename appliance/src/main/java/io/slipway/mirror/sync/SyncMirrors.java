package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Credentials;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.StoreException;
import io.slipway.mirror.store.StoreWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Brings mirrors up to date. Can be killed at any time and run again: it goes on where it was. */
public final class SyncMirrors {

    private final Setup setup;

    /**
     * What a sync works with.
     *
     * @param home Slipway's home, with {@code store/} and {@code keys/}
     * @param mirrors the directory of descriptions
     * @param fetch how downloads behave
     * @param tornUpstream how patiently to wait for an upstream that is in the middle of its own update
     */
    public record Setup(
            Path home,
            Path mirrors,
            InstantSource clock,
            SecureRandom random,
            Fetch.Settings fetch,
            Backoff tornUpstream,
            Progress progress) {

        Setup knowing(Credentials credentials) {
            return new Setup(home, mirrors, clock, random, fetch.with(credentials), tornUpstream, progress);
        }

        public static Setup standard(Path home, Path mirrors, Progress progress) {
            return new Setup(
                    home,
                    mirrors,
                    InstantSource.system(),
                    new SecureRandom(),
                    Fetch.Settings.standard(),
                    new Backoff(4, Duration.ofSeconds(10), Duration.ofMinutes(1), Thread::sleep),
                    progress);
        }
    }

    public SyncMirrors(Setup setup) {
        this.setup = setup;
    }

    /**
     * Syncs these mirrors, all at the same time. One that fails does not keep the others from being published.
     *
     * @param names of the descriptions; empty for all
     * @param planOnly find out what would come, but fetch no package and publish nothing
     * @return how each ended, in the order of their names
     * @throws io.slipway.common.ProblemException if a description is wrong or the store cannot be written: then nothing was done
     */
    public List<Outcome> run(List<String> names, boolean planOnly) {
        return run(names, planOnly, false);
    }

    /**
     * Like {@link #run(List, boolean)}.
     *
     * @param locked take no package that the locks do not name
     */
    public List<Outcome> run(List<String> names, boolean planOnly, boolean locked) {
        List<Description> descriptions = ReadDescriptions.read(setup.mirrors(), names);
        if (descriptions.isEmpty()) {
            throw new SyncException(Problem.of("there is nothing to mirror in '" + setup.mirrors() + "'")
                    .hint("describe a mirror in a file NAME.yml there"));
        }
        Setup knowing = setup.knowing(Credentials.in(setup.home().resolve("auth.conf")));
        try (StoreWriter store = storeIn(setup.home()).lock("slipway sync")) {
            SigningKey key = SigningKey.openOrCreate(setup.home().resolve("keys"), setup.clock(), setup.random());
            Burden burden = Burden.ofThisProcess();
            List<Outcome> outcomes = AtOnce.map(
                    descriptions, description -> sync(knowing, store, key, description, planOnly, locked, burden));
            if (names.isEmpty() && outcomes.stream().allMatch(SyncMirrors::complete)) {
                store.discardUnfinished();
            }
            if (outcomes.stream().anyMatch(Outcome::published)) {
                collectGarbage(store);
            }
            return outcomes;
        }
    }

    /** A publication leaves an older one behind. What this sync brought is new, and stays. */
    private void collectGarbage(StoreWriter store) {
        try {
            CollectGarbage.collect(store.store(), CollectGarbage.Rules.STANDARD, setup.progress());
        } catch (StoreException e) {
            e.problems().forEach(problem -> setup.progress().note(problem.toString()));
        }
    }

    /** When every mirror is, what is still half there belongs to downloads that nothing asks for any more. */
    private static boolean complete(Outcome outcome) {
        return switch (outcome) {
            case Outcome.UpToDate upToDate -> true;
            case Outcome.Published published -> true;
            case Outcome.PublishedImages published -> true;
            case Outcome.Planned planned -> false;
            case Outcome.PlannedImages planned -> false;
            case Outcome.Failed failed -> false;
        };
    }

    private static Outcome sync(
            Setup setup,
            StoreWriter store,
            SigningKey key,
            Description description,
            boolean planOnly,
            boolean locked,
            Burden burden) {
        try {
            return switch (description) {
                case MirrorDescription packages ->
                    new SyncMirror(setup, store, key, packages, locked, burden).run(planOnly);
                case Description.Images images -> SyncImageList.run(setup, store, images, planOnly, locked);
            };
        } catch (ProblemException e) {
            return new Outcome.Failed(description.name(), e);
        }
    }

    /** The store that belongs to a home. */
    public static ContentStore storeIn(Path home) {
        return ContentStore.in(home.resolve("store"));
    }
}
