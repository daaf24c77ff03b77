package io.slipway.mirror.sync;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.FetchSuite;
import io.slipway.mirror.apt.PublishSuite;
import io.slipway.mirror.apt.ReadIndexes;
import io.slipway.mirror.apt.UpstreamSuite;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.apt.closure.ResolveClosure;
import io.slipway.mirror.apt.closure.Universe;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One mirror's sync: indexes, closure, packages, publication, and last the one step that makes it count. */
final class SyncMirror {

    /** Part of what decides whether anything is new: raise it when the same input is published differently. */
    private static final String LAYOUT = "1";

    private final SyncMirrors.Setup setup;
    private final StoreWriter store;
    private final SigningKey key;
    private final MirrorDescription description;

    SyncMirror(SyncMirrors.Setup setup, StoreWriter store, SigningKey key, MirrorDescription description) {
        this.setup = setup;
        this.store = store;
        this.key = key;
        this.description = description;
    }

    Outcome run(boolean planOnly) {
        Upstreams upstreams = Upstreams.of(description, setup.fetch().proxy());
        try (Fetch fetch = new Fetch(setup.fetch().through(upstreams.proxy()))) {
            List<AptSource> sources = upstreams.sources(fetch);
            FetchSuite fetchSuite = new FetchSuite(fetch, store, setup.tornUpstream(), setup.clock(), setup.progress());
            List<UpstreamSuite> suites = AtOnce.map(sources, fetchSuite::fetch);
            Optional<Generation> current = store.store().current(description.name());
            current.ifPresent(generation -> suites.forEach(suite -> refuseThePast(generation, suite)));
            String inputs = inputs(suites);
            if (!planOnly
                    && current.filter(generation -> isStillGood(generation, inputs))
                            .isPresent()) {
                store.confirm(description.name());
                return new Outcome.UpToDate(
                        description.name(),
                        store.store().currentId(description.name()).orElseThrow());
            }
            List<Closure> closures = closures(suites);
            Plan plan = Plan.of(description.name(), suiteName(sources), closures, store);
            if (planOnly) {
                return new Outcome.Planned(plan);
            }
            store.makeRoom(
                    plan.mirror(),
                    plan.items().stream().map(item -> Plan.content(item.pick())).toList());
            fetch.intoStore(store, wanted(plan), "fetch packages for " + description.name(), setup.progress());
            return publish(plan, closures, suites, inputs);
        }
    }

    /** A digest over everything that decides what is published. */
    private String inputs(List<UpstreamSuite> suites) {
        StringBuilder all = new StringBuilder(LAYOUT)
                .append('\n')
                .append(description.text())
                .append('\n')
                .append(key.fingerprint())
                .append('\n');
        for (UpstreamSuite suite : suites) {
            all.append(suite.source().label())
                    .append(' ')
                    .append(suite.source().architectures())
                    .append(' ')
                    .append(suite.signed().digest())
                    .append('\n');
        }
        return Digest.of(all.toString().getBytes(StandardCharsets.UTF_8)).hex();
    }

    private boolean isStillGood(Generation generation, String inputs) {
        return inputs.equals(generation.notes().get("inputs"))
                && generation.served().values().stream().allMatch(store.store()::has);
    }

    /** An index that is older than the last one is a replay, or a mirror that lags behind. */
    private void refuseThePast(Generation last, UpstreamSuite suite) {
        String before = last.notes().get(dateNote(suite));
        Optional<Instant> now = suite.release().date();
        if (before != null
                && now.isPresent()
                && now.get().isBefore(Instant.parse(before))
                && suite.source().checkValidUntil()) {
            throw new SyncException(Problem.of("'" + suite.source().label() + "' went back in time")
                    .at(suite.source().at())
                    .because("its index is of " + now.get() + ", but the last one was of " + before)
                    .hint("a stale mirror or a replay: try again later; to accept it, set 'check-valid-until: false'"));
        }
    }

    private static String dateNote(UpstreamSuite suite) {
        return "date:" + suite.source().label().replace(' ', '#');
    }

    private List<Closure> closures(List<UpstreamSuite> suites) {
        List<BinaryPackage> packages = new ArrayList<>();
        Set<String> architectures = new LinkedHashSet<>();
        for (UpstreamSuite suite : suites) {
            packages.addAll(ReadIndexes.read(store.store(), suite));
            architectures.addAll(suite.source().architectures());
        }
        return architectures.stream()
                .map(architecture ->
                        ResolveClosure.resolve(new Universe(architecture, packages), description.packages()))
                .toList();
    }

    private String suiteName(List<AptSource> sources) {
        if (!description.publishedSuite().isEmpty()) {
            return description.publishedSuite();
        }
        return sources.stream()
                .filter(source -> !source.flat())
                .map(AptSource::suite)
                .findFirst()
                .orElse(description.name());
    }

    private static List<Wanted> wanted(Plan plan) {
        return plan.items().stream()
                .map(item -> new Wanted(item.pick().chosen().address(), Plan.content(item.pick())))
                .toList();
    }

    /** In a later second than the publication before: HTTP dates know none finer, and apt keeps what seems not to have changed. */
    private Instant publicationTime(String mirror) {
        Instant now = setup.clock().instant();
        return store.store()
                .current(mirror)
                .map(before -> before.created().plusSeconds(1))
                .filter(now::isBefore)
                .orElse(now);
    }

    private Outcome publish(Plan plan, List<Closure> closures, List<UpstreamSuite> suites, String inputs) {
        Instant now = publicationTime(plan.mirror());
        PublishSuite.Naming naming =
                new PublishSuite.Naming(plan.mirror(), plan.suite(), description.publishedComponent());
        Map<String, Generation.Entry> kept = new HashMap<>();
        Map<String, String> notes = new HashMap<>(Map.of("inputs", inputs));
        for (UpstreamSuite suite : suites) {
            kept.putAll(suite.files());
            suite.release().date().ifPresent(date -> notes.put(dateNote(suite), date.toString()));
        }
        Generation generation =
                Generation.of(plan.mirror(), now, notes, PublishSuite.publish(store, key, naming, closures, now), kept);
        String id = store.publish(generation);
        LockFile.write(description, plan, setup.home());
        return new Outcome.Published(plan, id);
    }
}
