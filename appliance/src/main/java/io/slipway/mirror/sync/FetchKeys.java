package io.slipway.mirror.sync;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.common.crypto.CryptoException;
import io.slipway.common.crypto.Fingerprint;
import io.slipway.common.crypto.Keyring;
import io.slipway.mirror.apt.LastSeen;
import io.slipway.mirror.apt.Revisit;
import io.slipway.mirror.fetch.Answer;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gets the keys that a description names: files beside it, or from addresses, of which the last answer is remembered. */
final class FetchKeys {

    private static final int LIMIT = 1024 * 1024;
    private static final String KEPT = "key ";

    private final Path description;
    private final Revisit revisit;
    private final StoreWriter store;
    private final Progress progress;
    private final Map<String, Generation.Entry> kept = new HashMap<>();
    private final Map<String, String> notes = new HashMap<>();

    FetchKeys(Path description, Revisit revisit, StoreWriter store, Progress progress) {
        this.description = description;
        this.revisit = revisit;
        this.store = store;
        this.progress = progress;
    }

    /** What the generation should keep, so that the next sync need not fetch it. */
    Map<String, Generation.Entry> kept() {
        return kept;
    }

    Map<String, String> notes() {
        return notes;
    }

    Keyring keyring(MirrorDescription.Source.Apt apt) {
        Keyring all = apt.signedBy().stream()
                .map(place -> keyring(place, apt))
                .reduce(Keyring::plus)
                .orElseThrow();
        if (apt.fingerprints().isEmpty()) {
            return all;
        }
        try {
            return all.only(apt.fingerprints());
        } catch (CryptoException e) {
            throw new SyncException(changed(e.problem(), apt), e);
        }
    }

    private static Problem changed(Problem found, MirrorDescription.Source.Apt apt) {
        String pinned =
                apt.fingerprints().stream().map(Fingerprint::hex).sorted().collect(Collectors.joining(", "));
        return Problem.of("the key of '" + apt.uri() + "' is not the one that is pinned: " + pinned)
                .at(apt.at())
                .because(found.where() + " holds another one: " + found.why().replaceFirst("^it holds ", ""))
                .hint(
                        "the vendor may have changed its key: if it says so in a place that you trust, "
                                + "write the new fingerprint under 'fingerprints', beside the old one until all is signed anew");
    }

    private Keyring keyring(String place, MirrorDescription.Source.Apt apt) {
        Optional<URI> address = ReadSource.httpUri(place);
        return address.isPresent()
                ? Keyring.parse(place, download(place, address.get(), apt))
                : file(description.resolveSibling(Path.of(place)), apt);
    }

    private byte[] download(String place, URI address, MirrorDescription.Source.Apt apt) {
        String keptAs = KEPT + place;
        Answer.Content<byte[]> found = find(place, address, keptAs, apt);
        kept.put(keptAs, store.put(found.content()));
        LastSeen.note(notes, keptAs, found.validators());
        return found.content();
    }

    private Answer.Content<byte[]> find(String place, URI address, String keptAs, MirrorDescription.Source.Apt apt) {
        try {
            return revisit.small(address, LIMIT, keptAs).orElseThrow(() -> noKey(place, apt));
        } catch (ProblemException e) {
            Answer.Content<byte[]> before = revisit.before(keptAs).orElseThrow(() -> e);
            progress.note("the key at " + place + " cannot be had now; the last one, which is pinned, is used");
            return before;
        }
    }

    private static SyncException noKey(String place, MirrorDescription.Source.Apt apt) {
        return new SyncException(Problem.of("there is no key at " + place)
                .at(apt.at())
                .hint("look up where the vendor publishes it, or put it into a file beside the description"));
    }

    private static Keyring file(Path file, MirrorDescription.Source.Apt apt) {
        if (!Files.exists(file)) {
            throw new SyncException(Problem.of("there is no keyring '" + file + "'")
                    .at(apt.at())
                    .hint("install the package that brings it, or put the archive's key there"));
        }
        return Keyring.read(file);
    }
}
