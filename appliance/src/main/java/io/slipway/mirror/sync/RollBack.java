package io.slipway.mirror.sync;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.NodeSources;
import io.slipway.mirror.apt.RenewReleases;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Intake;
import io.slipway.mirror.store.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Goes back to an older generation so that nodes go along: what the pod signs comes with a new date and a new signature, and the
 * packages that it names are those of then. Needs no turn: a sync may run meanwhile.
 */
public final class RollBack {

    private final Path home;
    private final InstantSource clock;
    private final SecureRandom random;
    private final ContentStore store;
    private final Intake intake;
    private final Collection<byte[]> fresh = new ArrayList<>();
    private SortedSet<String> vendors = new TreeSet<>();

    public RollBack(Path home, InstantSource clock, SecureRandom random) {
        this.home = home;
        this.clock = clock;
        this.random = random;
        this.store = SyncMirrors.storeIn(home);
        this.intake = store.intake();
    }

    /**
     * What is served now.
     *
     * @param vendors the directories of Release files that vendors signed: apt stays with the newer ones that it has
     */
    public record Done(Pointer pointer, List<String> vendors) {}

    /** @param id of the generation; without one, the one before that which counts */
    public Done to(String name, Optional<String> id) {
        Pointer pointer = store.rollBack(name, id, old -> renewed(name, old));
        fresh.forEach(this::put);
        intake.count();
        return new Done(pointer, List.copyOf(vendors));
    }

    private Generation renewed(String name, Generation old) {
        Instant now = SyncMirror.publicationTime(store, clock, name);
        SigningKey key = SigningKey.openOrCreate(home.resolve("keys"), clock, random);
        RenewReleases.Renewed renewed = RenewReleases.of(store, key, old, now);
        vendors = renewed.vendors();
        if (renewed.served().isEmpty()) {
            return old;
        }
        SortedMap<String, Generation.Entry> served = new TreeMap<>(old.served());
        renewed.served().forEach((path, content) -> served.put(path, put(content)));
        SortedMap<String, Generation.Entry> kept = new TreeMap<>(old.kept());
        renewed.nodeSources().ifPresent(content -> kept.put(NodeSources.KEPT_AS, put(content)));
        fresh.addAll(renewed.served().values());
        renewed.nodeSources().ifPresent(fresh::add);
        return Generation.of(name, now, old.notes(), served, kept);
    }

    private Generation.Entry put(byte[] content) {
        try {
            return intake.put(content);
        } catch (IOException e) {
            throw new SyncException(
                    Problem.of("the generation cannot be signed anew").because(IoReason.withFile(e)), e);
        }
    }
}
