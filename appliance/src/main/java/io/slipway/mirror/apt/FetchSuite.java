package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.FetchException;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes a suite in as a transaction: a Release file with a good signature, and indexes that have exactly the sizes and digests that
 * it names. An upstream in the middle of its own update is asked again after a while: once, and more often only as long as its
 * Release file changes meanwhile.
 */
public final class FetchSuite {

    private final Fetch fetch;
    private final Revisit revisit;
    private final StoreWriter store;
    private final Backoff tornUpstream;
    private final InstantSource clock;
    private final LastSeen last;
    private final Progress progress;

    /** @param tornUpstream how patiently to wait until an upstream agrees with itself */
    public FetchSuite(
            Fetch fetch,
            StoreWriter store,
            Backoff tornUpstream,
            InstantSource clock,
            LastSeen last,
            Progress progress) {
        this.fetch = fetch;
        this.revisit = new Revisit(fetch, store, last);
        this.store = store;
        this.tornUpstream = tornUpstream;
        this.clock = clock;
        this.last = last;
        this.progress = progress;
    }

    public UpstreamSuite fetch(AptSource source) {
        Map<String, Generation.Entry> failed = Map.of();
        for (int failures = 1; ; failures++) {
            Optional<FetchRelease.Found> found = new FetchRelease(revisit, store, clock, last, source).run();
            if (found.isEmpty()) {
                return bare(source);
            }
            FetchRelease.Found signed = found.get();
            List<Index> indexes = ChooseIndexes.of(source, signed.release());
            try {
                return complete(source, signed, fetchAll(source, signed.release(), indexes));
            } catch (FetchException e) {
                if (failures >= tornUpstream.attempts() || failed.equals(signed.files())) {
                    throw torn(source, e);
                }
                failed = signed.files();
                Duration pause = tornUpstream.pauseAfter(failures);
                progress.note(source.label() + " does not agree with itself: "
                        + e.problem().where() + ": " + e.problem().why() + "; asking again in " + pause.toSeconds()
                        + " s");
                wait(source, pause);
            }
        }
    }

    private static UpstreamSuite complete(AptSource source, FetchRelease.Found signed, List<Index> indexes) {
        Map<String, String> notes = LastSeen.notes(source, signed.release(), signed.validators());
        return new UpstreamSuite(source, signed.release(), signed.files(), indexes, notes);
    }

    /** An archive that has packages, but not even a Release file: only where nobody's word is taken for it. */
    private UpstreamSuite bare(AptSource source) {
        if (!source.flat()) {
            throw new AptException(Problem.of("there is no suite '" + source.suite() + "' in this archive")
                    .at(source.at())
                    .because("neither InRelease nor Release is in dists/" + source.suite())
                    .hint("check 'uri' and 'suites'; only flat archives can do without a Release file"));
        }
        FetchBareIndex.Found found = new FetchBareIndex(revisit, source).run();
        Release release = new Release(Map.of(), new TreeMap<>());
        SortedMap<String, Generation.Entry> nothing = new TreeMap<>();
        return new UpstreamSuite(source, release, nothing, List.of(found.index()), found.notes());
    }

    private static AptException torn(AptSource source, FetchException cause) {
        return new AptException(
                Problem.of("the indexes of '" + source.suite() + "' cannot be had as its Release file promises them")
                        .at(cause.problem().where())
                        .because(cause.problem().why())
                        .hint("the archive may be in the middle of an update, or something changes it on the way: "
                                + "try again later, or from another mirror; what was published before stays"),
                cause);
    }

    private void wait(AptSource source, Duration pause) {
        try {
            tornUpstream.sleeper().sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AptException(Problem.of("taking in '" + source.label() + "' was interrupted"), e);
        }
    }

    /** @return those that are there: of the forms that are only passed on, some archives name more than they have */
    private List<Index> fetchAll(AptSource source, Release release, List<Index> indexes) {
        List<Wanted> wanted = indexes.stream()
                .map(index -> new Wanted(
                        places(source, release.acquireByHash(), index),
                        index.content(),
                        !index.best() || index.kind() == Kind.OTHER))
                .toList();
        fetch.intoStore(store, wanted, "fetch the indexes of " + source.suite(), progress);
        return indexes.stream().filter(index -> store.has(index.content())).toList();
    }

    /** By digest where the archive offers that, because such an address never changes its content; then by name. */
    private static List<URI> places(AptSource source, boolean byHash, Index index) {
        URI byName = ArchivePath.address(source.archive(), index.path());
        if (!byHash) {
            return List.of(byName);
        }
        return List.of(ArchivePath.address(source.archive(), byHash(index)), byName);
    }

    /** The path of an index that never changes its content. */
    static String byHash(Index index) {
        String directory = index.path().substring(0, index.path().lastIndexOf('/') + 1);
        return directory + "by-hash/SHA256/" + index.content().digest().hex();
    }
}
