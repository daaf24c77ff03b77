package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.FetchSuite;
import io.slipway.mirror.apt.LastSeen;
import io.slipway.mirror.apt.NodeSources;
import io.slipway.mirror.apt.Revisit;
import io.slipway.mirror.apt.UpstreamSuite;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Sighting;
import io.slipway.mirror.store.StoreException;
import io.slipway.mirror.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One mirror's sync: indexes, closure, packages, publication, and last the one step that makes it count. */
final class SyncMirror {

    /** Part of what decides whether anything is new: raise it when the same input is published differently. */
    private static final String LAYOUT = "3";

    private static final String INPUTS = "inputs";

    /** Those of a sync by the lock that this one wrote, which would bring the same. */
    private static final String LOCKED_INPUTS = "inputs-by-lock";

    private final SyncMirrors.Setup setup;
    private final StoreWriter store;
    private final SigningKey key;
    private final MirrorDescription description;
    private final boolean locked;
    private final Burden burden;

    /**
     * @param locked whether the packages are those of the lock, and no others
     * @param burden of all mirrors that are being synced
     */
    SyncMirror(
            SyncMirrors.Setup setup,
            StoreWriter store,
            SigningKey key,
            MirrorDescription description,
            boolean locked,
            Burden burden) {
        this.burden = burden;
        this.setup = setup;
        this.store = store;
        this.key = key;
        this.description = description;
        this.locked = locked;
    }

    Outcome run(boolean planOnly) {
        Lock lock = locked ? Lock.read(description, setup.home()) : Lock.OPEN;
        Upstreams upstreams = Upstreams.of(description);
        Optional<Sighting> sighting = Sighting.of(store.store(), description.name());
        Optional<Generation> untouched = sighting.flatMap(now -> store.store().untouched(description.name(), now));
        Optional<Generation> current = untouched.or(this::current);
        LastSeen last = LastSeen.in(current);
        try (Fetch fetch = new Fetch(upstreams.settings(setup.fetch()));
                Burden.Share share = burden.share()) {
            FetchKeys keys =
                    new FetchKeys(description.file(), new Revisit(fetch, store, last), store, setup.progress());
            FetchSuite fetchSuite =
                    new FetchSuite(fetch, store, setup.tornUpstream(), setup.clock(), last, setup.progress());
            List<UpstreamSuite> suites = AtOnce.map(upstreams.sources(keys), fetchSuite::fetch);
            String inputs = inputs(suites, lock.identity());
            boolean same =
                    current.filter(generation -> isOf(generation, inputs)).isPresent();
            if (!planOnly && same && (untouched.isPresent() || isThere(current.orElseThrow()))) {
                store.confirm(description.name(), sighting);
                return new Outcome.UpToDate(
                        description.name(),
                        store.store().currentId(description.name()).orElseThrow());
            }
            PlanMirror.Planned planned = PlanMirror.plan(store, description, suites, lock, share);
            lock.check(
                    description.name(),
                    planned.plan().items().stream()
                            .map(item -> item.pick().chosen())
                            .toList());
            if (planOnly) {
                return new Outcome.Planned(planned.plan());
            }
            List<Wanted> wanted = wanted(planned.plan());
            store.makeRoom(
                    description.name(), wanted.stream().map(Wanted::content).toList());
            fetch.intoStore(store, wanted, "fetch packages for " + description.name(), setup.progress());
            return publish(planned, suites, keys, inputs);
        }
    }

    /** What counts now; one that is damaged is as good as none, and a new one takes its place. */
    private Optional<Generation> current() {
        try {
            return store.store().current(description.name());
        } catch (StoreException damaged) {
            damaged.problems().forEach(problem -> setup.progress().note(problem.toString()));
            return Optional.empty();
        }
    }

    /** A digest over everything that decides what is published. */
    private String inputs(List<UpstreamSuite> suites, String lock) {
        StringBuilder all = new StringBuilder(LAYOUT)
                .append('\n')
                .append(description.text())
                .append(lock)
                .append('\n')
                .append(key.fingerprint())
                .append(key.former().map(former -> " " + former).orElse(""))
                .append('\n');
        for (UpstreamSuite suite : suites) {
            all.append(suite.source().label())
                    .append(' ')
                    .append(suite.source().architectures())
                    .append(' ')
                    .append(suite.identity())
                    .append('\n');
        }
        return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private static boolean isOf(Generation generation, String inputs) {
        return Stream.of(INPUTS, LOCKED_INPUTS)
                .anyMatch(note -> inputs.equals(generation.notes().get(note)));
    }

    private boolean isThere(Generation generation) {
        return generation.served().values().stream().allMatch(store.store()::has);
    }

    private static List<Wanted> wanted(Plan plan) {
        List<Wanted> wanted = new ArrayList<>();
        plan.items().forEach(item -> wanted.add(new Wanted(item.pick().chosen().address(), Plan.content(item.pick()))));
        plan.sources().forEach(each -> wanted.add(each.file()));
        return wanted;
    }

    /** In a later second than the publication before: HTTP dates know none finer, and apt keeps what seems not to have changed. */
    static Instant publicationTime(ContentStore store, InstantSource clock, String mirror) {
        Instant now = clock.instant();
        return store.currentId(mirror)
                .flatMap(store::createdOf)
                .map(before -> before.plusSeconds(1))
                .filter(now::isBefore)
                .orElse(now);
    }

    private Outcome publish(PlanMirror.Planned planned, List<UpstreamSuite> suites, FetchKeys keys, String inputs) {
        Plan plan = planned.plan();
        Instant now = publicationTime(store.store(), setup.clock(), plan.mirror());
        Map<String, Generation.Entry> kept = new HashMap<>(keys.kept());
        Map<String, String> notes = new HashMap<>(keys.notes());
        notes.put(INPUTS, inputs);
        if (!locked) {
            notes.put(LOCKED_INPUTS, inputs(suites, Lock.identity(LockFile.text(plan))));
        }
        for (UpstreamSuite suite : suites) {
            kept.putAll(suite.files());
            notes.putAll(suite.notes());
        }
        PublishMirror publish = new PublishMirror(store, key, description);
        kept.put(NodeSources.KEPT_AS, publish.nodeSources(planned, suites));
        Map<String, Generation.Entry> served = publish.publish(planned, suites, now);
        String id = store.publish(Generation.of(plan.mirror(), now, notes, served, kept));
        if (!locked) {
            LockFile.write(description, setup.home(), LockFile.text(plan));
        }
        return new Outcome.Published(plan, id);
    }
}
