package io.slipway.mirror.oci.registry;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.store.BriefLock;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Hold;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One repository of a {@link RegistryStore}. Reading sees every change whole or not at all. */
public final class Repository {

    /** A blob that a client was told is there must stay until it has pushed what it wants it for. */
    private static final Duration RENEWED_AFTER = Duration.ofHours(1);

    private final RegistryStore registry;
    private final RepositoryName name;
    private final Path holds;
    private final Path directory;

    Repository(RegistryStore registry, RepositoryName name) {
        this.registry = registry;
        this.name = name;
        this.holds = registry.store().holds().resolve(name.directory());
        this.directory = registry.directory().resolve(name.directory());
    }

    public RepositoryName name() {
        return name;
    }

    public boolean exists() {
        return Files.isDirectory(holds) || registry.mirrored().has(name);
    }

    /** A blob, if this repository has it; it stays for a while longer, then. */
    public Optional<Generation.Entry> blob(OciDigest digest) {
        Optional<Generation.Entry> found = held(blobHold(digest)).map(Hold::entry);
        if (found.isPresent()) {
            renew(digest);
            return found;
        }
        return registry.mirrored().blob(name, digest);
    }

    /** The same, for somebody who only looks. */
    Optional<Generation.Entry> seen(OciDigest digest) {
        return held(blobHold(digest))
                .map(Hold::entry)
                .or(() -> registry.mirrored().blob(name, digest));
    }

    private void renew(OciDigest digest) {
        Path hold = blobHold(digest);
        Instant now = registry.clock().instant();
        try {
            if (Files.getLastModifiedTime(hold).toInstant().isBefore(now.minus(RENEWED_AFTER))) {
                registry.alone(name, () -> Files.setLastModifiedTime(hold, FileTime.from(now)));
            }
        } catch (IOException goneMeanwhile) {
            // who asked gets the answer of a moment before
        }
    }

    /** Gives this repository a blob that another one has; false if it is not there after all. */
    public boolean mount(OciDigest digest, Generation.Entry entry) {
        return change("a blob cannot be mounted", () -> {
            Path hold = blobHold(digest);
            requireRoom(hold, entry);
            Durable.write(hold, new Hold(entry, "").text());
            if (registry.intake().claim(entry)) {
                return true;
            }
            Durable.delete(hold);
            return false;
        });
    }

    /**
     * Takes a blob in.
     *
     * @param file its content, on the disk and of that digest; it goes
     */
    void keepBlob(OciDigest digest, Path file, Generation.Entry entry) throws IOException {
        registry.keep(file, entry, name, blobHold(digest), "");
    }

    /** Takes a small blob in whole. */
    public void putBlob(OciDigest digest, byte[] content) {
        verify(digest, content);
        try {
            keepBlob(digest, registry.written(content), new Generation.Entry(Digest.of(content), content.length));
        } catch (IOException e) {
            throw RegistryException.io("a blob cannot be stored", e);
        }
    }

    /** @return whether it was there */
    public boolean deleteBlob(OciDigest digest) {
        return change("a blob cannot be deleted", () -> Durable.delete(blobHold(digest)));
    }

    public Optional<StoredManifest> manifest(OciDigest digest) {
        return pushed(digest).or(() -> registry.mirrored().manifest(name, digest));
    }

    Optional<StoredManifest> pushed(OciDigest digest) {
        Path file = manifestHold(digest);
        return held(file).map(hold -> new StoredManifest(digest, hold.entry(), hold.note(), file));
    }

    Optional<StoredManifest> pushed(String tag) {
        return target(tag).flatMap(this::pushed);
    }

    /** What a tag means now. */
    public Optional<StoredManifest> tagged(String tag) {
        return target(tag).or(() -> registry.mirrored().tagged(name, tag)).flatMap(this::manifest);
    }

    private Optional<OciDigest> target(String tag) {
        try {
            return Durable.read(tagFile(tag))
                    .map(text -> new String(text, StandardCharsets.US_ASCII).strip())
                    .flatMap(OciDigest::parse);
        } catch (IOException e) {
            throw RegistryException.io("a tag cannot be read", e);
        }
    }

    /** The file that is another one when a tag means something else. */
    public Path tagFile(String tag) {
        if (!Reference.isTag(tag)) {
            throw new RegistryException(ErrorCode.TAG_INVALID, "this is no tag");
        }
        return directory.resolve("tags").resolve(tag);
    }

    private Path manifestHold(OciDigest digest) {
        return holds.resolve("manifests").resolve(digest.toString());
    }

    private Path blobHold(OciDigest digest) {
        return holds.resolve("blobs").resolve(digest.toString());
    }

    /**
     * Takes a manifest in, byte by byte as it is. Its config must be here; what else it names need not, unless the rules want it.
     *
     * @param tags that mean it from now on
     */
    public void putManifest(ManifestFacts facts, byte[] content, Collection<String> tags) {
        verify(facts.digest(), content);
        Generation.Entry entry = new Generation.Entry(Digest.of(content), content.length);
        try {
            Path file = registry.written(content);
            try {
                registry.intake().adopt(file, entry);
                registry.alone(name, () -> {
                    facts.config().ifPresent(config -> require(config, true));
                    boolean complete = registry.rules().wantsComplete(name);
                    facts.layers().forEach(layer -> require(layer, complete));
                    requireRoom(manifestHold(facts.digest()), entry);
                    if (facts.subject().isPresent()) {
                        Durable.write(
                                referrersOf(facts.subject().get())
                                        .resolve(facts.digest().toString()),
                                new byte[0]);
                    }
                    Durable.write(manifestHold(facts.digest()), new Hold(entry, facts.mediaType()).text());
                    if (!registry.intake().claim(entry)) {
                        registry.intake().adopt(file, entry);
                    }
                    for (String tag : tags) {
                        Durable.write(tagFile(tag), (facts.digest() + "\n").getBytes(StandardCharsets.US_ASCII));
                    }
                    return tags;
                });
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw RegistryException.io("a manifest cannot be stored", e);
        }
    }

    private void requireRoom(Path hold, Generation.Entry entry) {
        if (!Files.exists(hold)) {
            registry.usage().require(name, entry.size());
        }
    }

    /** A layer may come later, or never (a sparse image); one that is there is what the manifest says. */
    private void require(Descriptor needed, boolean now) {
        Optional<Generation.Entry> blob =
                held(blobHold(needed.digest())).map(Hold::entry).or(() -> heldFromNowOn(needed.digest()));
        if (blob.isEmpty() && !now) {
            return;
        }
        if (blob.isEmpty()) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_BLOB_UNKNOWN,
                    Problem.of("the manifest names a blob that is not here").because(needed.digest() + " is missing"));
        }
        if (blob.get().size() != needed.size()) {
            throw new RegistryException(
                    ErrorCode.MANIFEST_INVALID,
                    Problem.of("the manifest is wrong about the size of a blob")
                            .because(needed.digest() + " has " + blob.get().size() + " bytes, not " + needed.size()));
        }
    }

    /** What a sync has published goes with its generation; who pushes what needs it keeps it. */
    private Optional<Generation.Entry> heldFromNowOn(OciDigest digest) {
        Optional<Generation.Entry> entry = registry.mirrored().blob(name, digest);
        try {
            if (entry.isPresent()) {
                requireRoom(blobHold(digest), entry.get());
                Durable.write(blobHold(digest), new Hold(entry.get(), "").text());
                return registry.intake().claim(entry.get()) ? entry : Optional.empty();
            }
            return entry;
        } catch (IOException e) {
            throw RegistryException.io("a blob cannot be held", e);
        }
    }

    private static void verify(OciDigest digest, byte[] content) {
        OciDigest actual = digest.of(feed(digest, content));
        if (!actual.equals(digest)) {
            throw new RegistryException(
                    ErrorCode.DIGEST_INVALID,
                    Problem.of("this is not what its digest says").because("it is " + actual));
        }
    }

    private static MessageDigest feed(OciDigest digest, byte[] content) {
        MessageDigest fed = digest.hasher();
        fed.update(content);
        return fed;
    }

    /** Removes a manifest, the tags that mean it, and itself from what refers to its subject. */
    public boolean deleteManifest(OciDigest digest, Optional<OciDigest> subject) {
        return change("a manifest cannot be deleted", () -> {
            for (String tag : Durable.names(directory.resolve("tags"))) {
                if (target(tag).filter(digest::equals).isPresent()) {
                    Durable.delete(tagFile(tag));
                }
            }
            boolean there = Durable.delete(manifestHold(digest));
            if (subject.isPresent()) {
                Durable.delete(referrersOf(subject.get()).resolve(digest.toString()));
            }
            return there;
        });
    }

    public boolean deleteTag(String tag) {
        Path file = tagFile(tag);
        return change("a tag cannot be deleted", () -> Durable.delete(file));
    }

    /** Sorted by their characters' codes. */
    public List<String> tags() {
        SortedSet<String> tags = new TreeSet<>(pushedTags());
        tags.addAll(registry.mirrored().tags(name));
        return List.copyOf(tags);
    }

    List<String> pushedTags() {
        try {
            return Durable.names(directory.resolve("tags"));
        } catch (IOException e) {
            throw RegistryException.io("the tags cannot be read", e);
        }
    }

    /** The manifests whose subject this is; it need not be here itself. */
    public List<StoredManifest> referrers(OciDigest subject) {
        try {
            SortedMap<String, StoredManifest> found = new TreeMap<>();
            for (StoredManifest mirrored : registry.mirrored().referrers(name, subject)) {
                found.put(mirrored.digest().toString(), mirrored);
            }
            for (String digest : Durable.names(referrersOf(subject))) {
                OciDigest.parse(digest).flatMap(this::manifest).ifPresent(pushed -> found.put(digest, pushed));
            }
            return List.copyOf(found.values());
        } catch (IOException e) {
            throw RegistryException.io("the manifests cannot be read", e);
        }
    }

    private Path referrersOf(OciDigest subject) {
        return directory.resolve("referrers").resolve(subject.toString());
    }

    /** The bytes of a manifest. */
    public byte[] content(StoredManifest manifest) {
        try {
            return Files.readAllBytes(registry.store().blob(manifest.entry().digest()));
        } catch (IOException e) {
            throw RegistryException.io("a manifest cannot be read", e);
        }
    }

    private Optional<Hold> held(Path file) {
        try {
            return Durable.read(file)
                    .map(content -> Hold.parse(file, content))
                    .filter(hold -> registry.store().has(hold.entry()));
        } catch (IOException e) {
            throw RegistryException.io("'" + name + "' cannot be read", e);
        }
    }

    private <R> R change(String failing, BriefLock.Change<R> change) {
        try {
            return registry.alone(name, change);
        } catch (IOException e) {
            throw RegistryException.io(failing, e);
        }
    }
}
