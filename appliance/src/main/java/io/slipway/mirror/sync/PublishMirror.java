package io.slipway.mirror.sync;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.AptSource;
import io.slipway.mirror.apt.NodeSources;
import io.slipway.mirror.apt.PublishSource;
import io.slipway.mirror.apt.PublishSuite;
import io.slipway.mirror.apt.Selection;
import io.slipway.mirror.apt.Shelf;
import io.slipway.mirror.apt.UpstreamSuite;
import io.slipway.mirror.apt.closure.Closure;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Lays out all that a mirror gives out: one suite of what is merged, and each other source at its vendor's path. */
final class PublishMirror {

    private final StoreWriter store;
    private final SigningKey key;
    private final MirrorDescription description;

    PublishMirror(StoreWriter store, SigningKey key, MirrorDescription description) {
        this.store = store;
        this.key = key;
        this.description = description;
    }

    SortedMap<String, Generation.Entry> publish(PlanMirror.Planned planned, List<UpstreamSuite> suites, Instant now) {
        Shelf shelf = new Shelf();
        Optional<AptSource> merged = suites.stream()
                .map(UpstreamSuite::source)
                .filter(AptSource::merged)
                .findFirst();
        merged.ifPresent(source -> shelf.putAll(merge(planned, suites, now), source));
        for (UpstreamSuite suite : suites) {
            if (!suite.source().merged()) {
                Selection selection = Selection.of(store.store(), suite, planned.closures());
                PublishSource.publish(store, key, suite, selection, changelogs(), shelf, now);
            }
        }
        return shelf.files();
    }

    private SortedMap<String, Generation.Entry> merge(
            PlanMirror.Planned planned, List<UpstreamSuite> suites, Instant now) {
        Set<URI> archives = suites.stream()
                .map(UpstreamSuite::source)
                .filter(AptSource::merged)
                .map(AptSource::archive)
                .collect(Collectors.toSet());
        List<Closure> closures = planned.closures().stream()
                .map(closure -> new Closure(
                        closure.architecture(),
                        closure.picks().stream()
                                .filter(pick -> archives.contains(pick.chosen().archive()))
                                .toList()))
                .toList();
        return PublishSuite.publish(store, key, naming(planned), closures, now);
    }

    private PublishSuite.Naming naming(PlanMirror.Planned planned) {
        return new PublishSuite.Naming(
                description.name(), planned.plan().suite(), description.publishedComponent(), changelogs());
    }

    private String changelogs() {
        return description
                .changelogs()
                .map(address -> address + "/changelogs/" + description.name() + "/@CHANGEPATH@")
                .orElse("no");
    }

    /** What nodes need to use all this. */
    Generation.Entry nodeSources(PlanMirror.Planned planned, List<UpstreamSuite> suites) {
        NodeSources text = new NodeSources(key);
        if (suites.stream().anyMatch(suite -> suite.source().merged())) {
            text.merged(
                    naming(planned),
                    planned.closures().stream().map(Closure::architecture).toList());
        }
        suites.stream().filter(suite -> !suite.source().merged()).forEach(text::own);
        return store.put(text.text().getBytes(StandardCharsets.UTF_8));
    }
}
