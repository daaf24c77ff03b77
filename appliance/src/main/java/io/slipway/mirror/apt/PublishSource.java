package io.slipway.mirror.apt;

import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives a source out by itself, at the path that its vendor uses and in the shape that it has there: {@code dists/} stays
 * {@code dists/} and flat stays flat, so that the vendor's own sources file works with another host in it.
 */
public final class PublishSource {

    private final StoreWriter store;
    private final UpstreamSuite suite;
    private final Selection selection;
    private final Shelf shelf;
    private final String base;

    private PublishSource(StoreWriter store, UpstreamSuite suite, Selection selection, Shelf shelf) {
        this.store = store;
        this.suite = suite;
        this.selection = selection;
        this.shelf = shelf;
        this.base = suite.source().vendorPath();
    }

    /**
     * Puts all that the source gives out on the shelf; packages must be in the store when the shelf is published.
     *
     * @param changelogs where {@code apt changelog} shall look, as Release files say it: {@code no} for nowhere
     */
    public static void publish(
            StoreWriter store,
            SigningKey key,
            UpstreamSuite suite,
            Selection selection,
            String changelogs,
            Shelf shelf,
            Instant now) {
        PublishSource publish = new PublishSource(store, suite, selection, shelf);
        switch (suite.source().publication()) {
            case VERBATIM -> publish.verbatim();
            case RESIGNED -> publish.resigned(key, changelogs, now);
            case MERGED ->
                throw new IllegalArgumentException(
                        "published with others: " + suite.source().label());
        }
    }

    private void verbatim() {
        pool();
        suite.signed().forEach((name, entry) -> put(suite.source().directory() + name, entry));
        for (Index index : suite.indexes()) {
            put(index.path(), index.content());
            if (suite.release().acquireByHash()) {
                put(FetchSuite.byHash(index), index.content());
            }
        }
    }

    private void resigned(SigningKey key, String changelogs, Instant now) {
        pool();
        String directory = suite.source().directory();
        boolean untouched = suite.source().takenAsItIs() && !suite.signed().isEmpty();
        SortedMap<String, Generation.Entry> indexes = new TreeMap<>();
        SortedMap<String, Release.IndexFile> plain = new TreeMap<>();
        for (Index index : suite.indexes()) {
            String name = index.plainPath().substring(directory.length());
            Optional<Release.IndexFile> named =
                    Optional.ofNullable(suite.release().files().get(name));
            boolean findable = untouched && named.isPresent();
            if (findable || index.kind() == Kind.OTHER || index.kind() == Kind.INSTALLER) {
                indexes.put(index.path(), index.content());
                named.ifPresent(file -> plain.put(name, file));
            } else if (index.best()) {
                indexes.putAll(RewriteIndex.rewrite(store, suite, index, selection));
            }
        }
        new ReleaseFiles(store, key, ResignedRelease.fields(suite, changelogs, now), directory)
                .publish(indexes, plain)
                .forEach(this::put);
    }

    private void pool() {
        ReadIndexes.packages(store.store(), suite, each -> {
            if (selection.takes(each)) {
                put(each.filename(), new Generation.Entry(each.sha256(), each.size()));
            }
        });
        ReadIndexes.installer(
                store.store(), suite, each -> put(each.filename(), new Generation.Entry(each.sha256(), each.size())));
        ReadIndexes.sources(store.store(), suite, each -> {
            if (selection.takes(each)) {
                each.files().forEach(file -> put(file.path(), new Generation.Entry(file.sha256(), file.size())));
            }
        });
    }

    private void put(String path, Generation.Entry entry) {
        shelf.put(base + path, entry, suite.source());
    }
}
