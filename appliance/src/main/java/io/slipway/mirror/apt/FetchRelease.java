package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.common.crypto.VerifySignature;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.fetch.Answer;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.fetch.Validators;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gets what a suite says of itself, and checks who says it: {@code InRelease}; else {@code Release} with {@code Release.gpg}; and,
 * where nobody's word is taken for it, a {@code Release} that nobody signed.
 */
final class FetchRelease {

    private static final int LIMIT = 32 * 1024 * 1024;

    /** By how much the clocks of others may be fast. */
    private static final Duration CLOCK_SKEW = Duration.ofDays(1);

    private final Revisit revisit;
    private final StoreWriter store;
    private final InstantSource clock;
    private final LastSeen last;
    private final AptSource source;
    private final SortedMap<String, Generation.Entry> files = new TreeMap<>();
    private final Map<String, Validators> validators = new TreeMap<>();

    FetchRelease(Revisit revisit, StoreWriter store, InstantSource clock, LastSeen last, AptSource source) {
        this.revisit = revisit;
        this.store = store;
        this.clock = clock;
        this.last = last;
        this.source = source;
    }

    /**
     * @param files as they came, by name
     * @param validators what their server said that they can be recognized by
     */
    record Found(Release release, SortedMap<String, Generation.Entry> files, Map<String, Validators> validators) {}

    /** @return nothing if there is none and none is needed */
    Optional<Found> run() {
        Optional<Release> release = switch (source.trust()) {
            case Trust.SignedBy(var keyring) -> Optional.of(signed(new VerifySignature(keyring, clock)));
            case Trust.Nobody nobody -> unsigned();
        };
        release.ifPresent(this::checkAge);
        return release.map(found -> new Found(found, files, validators));
    }

    private Release signed(VerifySignature verify) {
        Optional<byte[]> inRelease = file("InRelease");
        if (inRelease.isPresent()) {
            String name = shown("InRelease");
            return Release.parse(name, verify.clearSigned(name, inRelease.get()).content());
        }
        byte[] plain = file("Release").orElseThrow(this::noRelease);
        byte[] signature = file("Release.gpg").orElseThrow(this::noSignature);
        return Release.parse(
                shown("Release"),
                verify.detached(shown("Release.gpg"), plain, signature).content());
    }

    private Optional<Release> unsigned() {
        Optional<byte[]> plain = file("Release");
        if (plain.isPresent()) {
            return plain.map(bytes -> Release.parse(shown("Release"), new String(bytes, StandardCharsets.UTF_8)));
        }
        return file("InRelease")
                .map(bytes -> Release.parse(shown("InRelease"), VerifySignature.unverified(shown("InRelease"), bytes)));
    }

    private Optional<byte[]> file(String name) {
        Optional<Answer.Content<byte[]>> found = revisit.small(at(name), LIMIT, UpstreamSuite.keptAs(source, name));
        found.ifPresent(now -> {
            files.put(name, store.put(now.content()));
            validators.put(name, now.validators());
        });
        return found.map(Answer.Content::content);
    }

    private AptException noRelease() {
        return new AptException(Problem.of("there is no suite '" + source.suite() + "' in this archive")
                .at(source.at())
                .because("neither InRelease nor Release is at " + shown(""))
                .hint("check 'uri' and 'suites'; a flat archive is written with suite '/'; "
                        + "an archive that nobody signs has no 'signed-by' but 'unsigned: allow'"));
    }

    private AptException noSignature() {
        return new AptException(Problem.of("'" + source.label() + "' is not signed")
                .at(source.at())
                .because("there is a Release file, but neither InRelease nor Release.gpg at " + shown(""))
                .hint("ask who runs it to sign it; to take it all the same, "
                        + "write 'unsigned: allow' instead of 'signed-by'"));
    }

    private void checkAge(Release release) {
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
        Optional<Instant> early = release.date().filter(date -> date.isAfter(now.plus(CLOCK_SKEW)));
        if (source.checkValidUntil() && early.isPresent()) {
            throw new AptException(
                    Problem.of("the index of '" + source.label() + "' is not valid yet")
                            .at(source.at())
                            .because("it is of " + early.get() + ", and it is " + now + " here")
                            .hint(
                                    "is this machine's clock right? if the archive's is wrong, 'check-valid-until: false' accepts it"));
        }
        Optional<Instant> before = last.date(source)
                .filter(date -> release.date().filter(date::isAfter).isPresent());
        if (source.checkValidUntil() && before.isPresent()) {
            throw new AptException(Problem.of("'" + source.label() + "' went back in time")
                    .at(source.at())
                    .because("its index is of " + release.date().orElseThrow() + ", but the last one was of "
                            + before.get())
                    .hint("a stale mirror or a replay: try again later; to accept it, set 'check-valid-until: false'"));
        }
    }

    private String shown(String name) {
        return Shown.of(at(name));
    }

    private URI at(String name) {
        return ArchivePath.address(source.archive(), source.directory() + name);
    }
}
