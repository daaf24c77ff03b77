package io.slipway.mirror.apt;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.crypto.VerifySignature;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.FetchException;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.fetch.Wanted;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a suite in as a transaction: a Release file with a good signature, and indexes that have exactly the sizes and digests that
 * it names. An upstream in the middle of its own update is asked again after a while: once, and more often only as long as its
 * Release file changes meanwhile.
 */
public final class FetchSuite {

    private static final int RELEASE_LIMIT = 32 * 1024 * 1024;
    private static final long PLAIN_LIMIT = 1L << 30;

    private final Fetch fetch;
    private final StoreWriter store;
    private final Backoff tornUpstream;
    private final InstantSource clock;
    private final Progress progress;

    /** @param tornUpstream how patiently to wait until an upstream agrees with itself */
    public FetchSuite(Fetch fetch, StoreWriter store, Backoff tornUpstream, InstantSource clock, Progress progress) {
        this.fetch = fetch;
        this.store = store;
        this.tornUpstream = tornUpstream;
        this.clock = clock;
        this.progress = progress;
    }

    public UpstreamSuite fetch(AptSource source) {
        Optional<Generation.Entry> failed = Optional.empty();
        for (int failures = 1; ; failures++) {
            SignedRelease signed = release(source);
            List<UpstreamSuite.Index> indexes = indexes(source, signed.release());
            try {
                boolean byHash = signed.release().acquireByHash() && failures % 2 == 1;
                fetchAll(source, byHash, indexes);
                return new UpstreamSuite(source, signed.release(), signed.file(), indexes);
            } catch (FetchException e) {
                if (failures >= tornUpstream.attempts()
                        || failed.filter(signed.file()::equals).isPresent()) {
                    throw torn(source, e);
                }
                failed = Optional.of(signed.file());
                Duration pause = tornUpstream.pauseAfter(failures);
                progress.note(source.label() + " does not agree with itself: "
                        + e.problem().where() + ": " + e.problem().why() + "; asking again in " + pause.toSeconds()
                        + " s");
                wait(source, pause);
            }
        }
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

    /** @param file as it came, signature and all */
    private record SignedRelease(Release release, Generation.Entry file) {}

    private SignedRelease release(AptSource source) {
        VerifySignature verify = new VerifySignature(source.keyring(), clock);
        URI inRelease = at(source, "InRelease");
        Optional<byte[]> clearSigned = fetch.small(inRelease, RELEASE_LIMIT);
        byte[] file;
        VerifySignature.Verified verified;
        if (clearSigned.isPresent()) {
            file = clearSigned.get();
            verified = verify.clearSigned(Shown.of(inRelease), file);
        } else {
            file = required(source, "Release");
            verified = verify.detached(Shown.of(at(source, "Release.gpg")), file, required(source, "Release.gpg"));
        }
        Release release = Release.parse(Shown.of(inRelease), verified.content());
        checkAge(source, release);
        return new SignedRelease(release, store.put(file));
    }

    private byte[] required(AptSource source, String name) {
        return fetch.small(at(source, name), RELEASE_LIMIT)
                .orElseThrow(() ->
                        new AptException(Problem.of("there is no suite '" + source.suite() + "' in this archive")
                                .at(source.at())
                                .because("neither InRelease nor " + name + " is at " + Shown.of(at(source, "")))
                                .hint("check 'uri' and 'suites'; a flat archive is written with suite '/'")));
    }

    private void checkAge(AptSource source, Release release) {
        Instant now = clock.instant();
        Optional<Instant> end = release.validUntil().filter(now::isAfter);
        if (source.checkValidUntil() && end.isPresent()) {
            throw new AptException(
                    Problem.of("the index of '" + source.label() + "' is out of date")
                            .at(source.at())
                            .because("it was valid until " + end.get())
                            .hint(
                                    "the mirror is stale, or somebody replays an old one; to accept a frozen archive, set 'check-valid-until: false'"));
        }
    }

    private List<UpstreamSuite.Index> indexes(AptSource source, Release release) {
        List<UpstreamSuite.Index> indexes = new ArrayList<>();
        if (source.flat()) {
            indexes.add(index(source, release, "Packages").orElseThrow(() -> noIndex(source, "Packages")));
            return indexes;
        }
        for (String component : source.components()) {
            for (String architecture : source.architectures()) {
                String path = component + "/binary-" + architecture + "/Packages";
                indexes.add(index(source, release, path)
                        .orElseThrow(() -> missing(source, release, component, architecture)));
            }
            if (hasOwnIndexForAll(release)) {
                index(source, release, component + "/binary-all/Packages").ifPresent(indexes::add);
            }
        }
        return indexes;
    }

    /** Most archives list packages for all architectures in the index of each; some have an index of their own for them. */
    private static boolean hasOwnIndexForAll(Release release) {
        return release.words("Architectures").contains("all")
                && !release.words("No-Support-for-Architecture-all").contains("Packages");
    }

    /** The best compressed form that the Release file names. */
    private Optional<UpstreamSuite.Index> index(AptSource source, Release release, String path) {
        Release.IndexFile plain = release.files().get(path);
        for (Compression compression : Compression.values()) {
            Release.IndexFile file = release.files().get(path + compression.suffix());
            if (file != null) {
                return Optional.of(new UpstreamSuite.Index(
                        source.directory() + path + compression.suffix(),
                        compression,
                        new Generation.Entry(file.sha256(), file.size()),
                        plain == null ? PLAIN_LIMIT : plain.size()));
            }
        }
        return Optional.empty();
    }

    private static AptException missing(AptSource source, Release release, String component, String architecture) {
        List<String> components = release.words("Components");
        List<String> architectures = release.words("Architectures");
        if (!components.isEmpty() && !components.contains(component)) {
            return new AptException(Problem.of("'" + source.label() + "' has no component '" + component + "'")
                    .at(source.at())
                    .because("it has " + String.join(", ", components))
                    .hint(NearMiss.hint(component, components)));
        }
        if (!architectures.isEmpty() && !architectures.contains(architecture)) {
            return new AptException(Problem.of("'" + source.label() + "' has no architecture '" + architecture + "'")
                    .at(source.at())
                    .because("it has " + String.join(", ", architectures))
                    .hint(NearMiss.hint(architecture, architectures)));
        }
        return noIndex(source, component + "/binary-" + architecture + "/Packages");
    }

    private static AptException noIndex(AptSource source, String path) {
        return new AptException(Problem.of("the Release file of '" + source.label() + "' does not name '" + path + "'")
                .at(source.at()));
    }

    private void fetchAll(AptSource source, boolean byHash, List<UpstreamSuite.Index> indexes) {
        List<Wanted> wanted = indexes.stream()
                .map(index -> new Wanted(address(source, byHash, index), index.content()))
                .toList();
        fetch.intoStore(store, wanted, "fetch the indexes of " + source.suite(), progress);
    }

    /** By digest where the archive offers that, because such an address never changes its content; by name at the second try. */
    private static URI address(AptSource source, boolean byHash, UpstreamSuite.Index index) {
        if (!byHash) {
            return ArchivePath.address(source.archive(), index.path());
        }
        String directory = index.path().substring(0, index.path().lastIndexOf('/') + 1);
        return ArchivePath.address(
                source.archive(),
                directory + "by-hash/SHA256/" + index.content().digest().hex());
    }

    private static URI at(AptSource source, String name) {
        return ArchivePath.address(source.archive(), source.directory() + name);
    }
}
