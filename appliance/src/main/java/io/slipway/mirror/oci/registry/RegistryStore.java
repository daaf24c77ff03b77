package io.slipway.mirror.oci.registry;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.BriefLock;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Hold;
import io.slipway.mirror.store.Intake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The repositories of a store: what was pushed, and beside it what syncs have published. Of the former, nothing is read ahead and nothing is kept in memory, so that it starts at once whatever it holds, and
 * several processes can share it:
 *
 * <pre>
 * holds/REPOSITORY/blobs/DIGEST              a {@link Hold}: which content of the store it is
 * holds/REPOSITORY/manifests/DIGEST          the same; its note is the media type
 * registry/REPOSITORY/tags/TAG               the digest of a manifest
 * registry/REPOSITORY/referrers/DIGEST/DIGEST  empty: the second one's subject is the first one
 * registry/.uploads/REPOSITORY/ID            what is not complete yet
 * registry/.locks/N                          held for the moment of a change
 * </pre>
 *
 * <p>REPOSITORY is the name with {@code %} for {@code /}. What a method did is on the disk when it returns. One process should have
 * no more than one of these for a store.
 */
public final class RegistryStore {

    private static final int LOCKS = 64;

    private final ContentStore store;
    private final Intake intake;
    private final MirroredImages mirrored;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RegistryRules rules;
    private final Usage usage;
    private final List<BriefLock> locks = new ArrayList<>();

    private RegistryStore(ContentStore store, InstantSource clock, RandomGenerator random, RegistryRules rules) {
        this.store = store;
        this.intake = store.intake();
        this.mirrored = new MirroredImages(store);
        this.clock = clock;
        this.random = random;
        this.rules = rules;
        this.usage = new Usage(this, rules.quotas());
    }

    /** @param random names uploads; nobody must be able to guess them */
    public static RegistryStore in(ContentStore store, InstantSource clock, RandomGenerator random) {
        return in(store, clock, random, RegistryRules.NONE);
    }

    /** @param random names uploads; nobody must be able to guess them */
    public static RegistryStore in(
            ContentStore store, InstantSource clock, RandomGenerator random, RegistryRules rules) {
        RegistryStore registry = new RegistryStore(store, clock, random, rules);
        for (int i = 0; i < LOCKS; i++) {
            registry.locks.add(new BriefLock(registry.directory().resolve(".locks/" + i)));
        }
        return registry;
    }

    public ContentStore store() {
        return store;
    }

    public Repository repository(RepositoryName name) {
        return new Repository(this, name);
    }

    /** All that hold something, sorted. */
    public List<RepositoryName> repositories() {
        return Stream.concat(pushed().stream(), mirrored.repositories().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Those that something was pushed to. */
    List<RepositoryName> pushed() {
        try {
            return Durable.names(store.holds()).stream()
                    .flatMap(name -> RepositoryName.ofDirectory(name).stream())
                    .toList();
        } catch (IOException e) {
            throw RegistryException.io("the list of repositories cannot be read", e);
        }
    }

    RegistryRules rules() {
        return rules;
    }

    Usage usage() {
        return usage;
    }

    /** A blob that any of these repositories holds. */
    public Optional<Generation.Entry> anywhere(OciDigest digest, Predicate<RepositoryName> which) {
        return repositories().stream()
                .filter(which)
                .flatMap(name -> repository(name).blob(digest).stream())
                .findFirst();
    }

    public Uploads uploads() {
        return new Uploads(this);
    }

    /**
     * Takes from the repositories the blobs that none of their manifests names.
     *
     * @param age how long nobody must have asked for one
     * @return how many
     */
    public int prune(Duration age) {
        return new PruneBlobs(this, clock.instant().minus(age)).run();
    }

    /** Puts what came on the count of the store: see {@link ContentStore#size}. */
    public void count() {
        intake.count();
    }

    InstantSource clock() {
        return clock;
    }

    MirroredImages mirrored() {
        return mirrored;
    }

    Intake intake() {
        return intake;
    }

    Path directory() {
        return store.directory().resolve("registry");
    }

    Path uploadsDirectory() {
        return directory().resolve(".uploads");
    }

    String freshId() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Makes a change to a repository that must not meet another one, of this process or another. */
    <R> R alone(RepositoryName name, BriefLock.Change<R> change) throws IOException {
        Durable.makeDirectory(directory().resolve(".locks"));
        return locks.get(Math.floorMod(name.hashCode(), LOCKS)).alone(change);
    }

    /**
     * Has a file's content in the store under a hold. The file itself goes.
     *
     * @param file in {@link #uploadsDirectory}, its content on the disk already
     */
    void keep(Path file, Generation.Entry entry, RepositoryName name, Path hold, String note) throws IOException {
        intake.adopt(file, entry);
        try (Durable.Ready ready = Durable.ready(hold, new Hold(entry, note).text(), freshId())) {
            alone(name, () -> {
                if (!Files.exists(hold)) {
                    usage.require(name, entry.size());
                }
                ready.putInPlace();
                if (!intake.claim(entry)) {
                    intake.adopt(file, entry);
                }
                return hold;
            });
            ready.settle();
        }
        Files.deleteIfExists(file);
    }

    /** A fresh file with this content, on the disk. */
    Path written(byte[] content) throws IOException {
        Durable.makeDirectory(uploadsDirectory());
        Path file = uploadsDirectory().resolve("." + freshId());
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        return file;
    }

    static RegistryException damaged(Path file, String why) {
        return new RegistryException(
                ErrorCode.UNKNOWN, Problem.of("'" + file + "' is damaged").because(why));
    }
}
