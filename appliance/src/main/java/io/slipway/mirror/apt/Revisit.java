package io.slipway.mirror.apt;

import io.slipway.mirror.fetch.Answer;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Validators;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Function;

/** Gets files that nobody knows the digests of, but none that is what it was at the last sync. */
public final class Revisit {

    private final Fetch fetch;
    private final StoreWriter store;
    private final LastSeen last;

    public Revisit(Fetch fetch, StoreWriter store, LastSeen last) {
        this.fetch = fetch;
        this.store = store;
        this.last = last;
    }

    /**
     * A file as it is now; nothing if there is none.
     *
     * @param limit in bytes
     * @param keptAs the name under which a generation keeps it
     */
    public Optional<Answer.Content<byte[]>> small(URI uri, int limit, String keptAs) {
        return now(before(keptAs), known -> fetch.small(uri, limit, known));
    }

    /** The same of one that may be too large for the memory. */
    Optional<Answer.Content<Generation.Entry>> large(URI uri, long limit, String keptAs) {
        return now(
                last.file(keptAs).filter(store::has).map(entry -> new Answer.Content<>(entry, last.validators(keptAs))),
                known -> fetch.large(store, uri, limit, known));
    }

    /** As it was at the last sync. */
    public Optional<Answer.Content<byte[]>> before(String keptAs) {
        return last.file(keptAs).flatMap(this::read).map(bytes -> new Answer.Content<>(bytes, last.validators(keptAs)));
    }

    private static <T> Optional<Answer.Content<T>> now(
            Optional<Answer.Content<T>> before, Function<Validators, Answer<T>> ask) {
        Validators known = before.map(Answer.Content::validators).orElse(Validators.NONE);
        return switch (ask.apply(known)) {
            case Answer.Absent<T> absent -> Optional.empty();
            case Answer.Unchanged<T> unchanged -> before;
            case Answer.Content<T> content -> Optional.of(content);
        };
    }

    private Optional<byte[]> read(Generation.Entry entry) {
        try {
            return Optional.of(Files.readAllBytes(store.store().blob(entry.digest())));
        } catch (IOException lost) {
            return Optional.empty();
        }
    }
}
