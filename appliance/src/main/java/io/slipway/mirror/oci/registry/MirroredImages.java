package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Pointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images that syncs have published: in generations with the note {@code images}, under {@code HOST/REPOSITORY/manifests/DIGEST},
 * {@code …/blobs/DIGEST} and {@code …/tags/TAG}. A generation is read when it is first asked for; a flip counts at once.
 */
final class MirroredImages {

    private static final String NOTE = "images";
    private static final Pattern PATH = Pattern.compile("(.+)/(manifests|blobs|tags)/([^/]+)");

    private final ContentStore store;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    MirroredImages(ContentStore store) {
        this.store = store;
    }

    private record Loaded(List<Object> seen, Map<RepositoryName, Contents> repositories) {}

    /** One repository of one generation. */
    private record Contents(
            SortedMap<String, Generation.Entry> manifests,
            SortedMap<String, Generation.Entry> blobs,
            SortedMap<String, Generation.Entry> tags) {

        Contents() {
            this(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        SortedMap<String, Generation.Entry> of(String kind) {
            return switch (kind) {
                case "manifests" -> manifests;
                case "blobs" -> blobs;
                default -> tags;
            };
        }
    }

    /** What a mirror has of a repository. */
    private record Found(String mirror, Contents contents) {}

    private List<Found> find(RepositoryName name) {
        List<Found> found = new ArrayList<>();
        for (String mirror : store.names()) {
            Contents contents = load(mirror).repositories().get(name);
            if (contents != null) {
                found.add(new Found(mirror, contents));
            }
        }
        return found;
    }

    private Loaded load(String mirror) {
        Path pointer = store.pointerFile(mirror);
        List<Object> seen;
        try {
            BasicFileAttributes now = Files.readAttributes(pointer, BasicFileAttributes.class);
            seen = List.of(String.valueOf(now.fileKey()), now.lastModifiedTime());
        } catch (IOException nothingPublished) {
            return new Loaded(List.of(), Map.of());
        }
        Loaded known = loaded.get(mirror);
        if (known == null || !known.seen().equals(seen)) {
            known = new Loaded(seen, read(mirror));
            loaded.put(mirror, known);
        }
        return known;
    }

    private Map<RepositoryName, Contents> read(String mirror) {
        Map<RepositoryName, Contents> repositories = new TreeMap<>();
        Optional<String> id = store.pointer(mirror).map(Pointer::current);
        Optional<Generation> generation = id.map(current -> store.generation(mirror, current))
                .filter(each -> each.notes().containsKey(NOTE));
        generation.ifPresent(images -> images.served().forEach((path, entry) -> {
            Matcher parts = PATH.matcher(path);
            if (parts.matches()) {
                RepositoryName.parse(parts.group(1))
                        .ifPresent(name -> repositories
                                .computeIfAbsent(name, fresh -> new Contents())
                                .of(parts.group(2))
                                .put(parts.group(3), entry));
            }
        }));
        return repositories;
    }

    List<RepositoryName> repositories() {
        return store.names().stream()
                .flatMap(mirror -> load(mirror).repositories().keySet().stream())
                .distinct()
                .toList();
    }

    boolean has(RepositoryName name) {
        return !find(name).isEmpty();
    }

    Optional<Generation.Entry> blob(RepositoryName name, OciDigest digest) {
        return find(name).stream()
                .flatMap(found -> Optional.ofNullable(found.contents().blobs().get(digest.toString())).stream())
                .filter(store::has)
                .findFirst();
    }

    Optional<StoredManifest> manifest(RepositoryName name, OciDigest digest) {
        for (Found found : find(name)) {
            Generation.Entry entry = found.contents().manifests().get(digest.toString());
            if (entry != null && store.has(entry)) {
                return Optional.of(stored(found.mirror(), digest, entry));
            }
        }
        return Optional.empty();
    }

    private StoredManifest stored(String mirror, OciDigest digest, Generation.Entry entry) {
        Path file = store.blob(entry.digest());
        try {
            Manifest manifest = Manifest.read(file.toString(), "", digest, Files.readAllBytes(file));
            return new StoredManifest(digest, entry, manifest.self().mediaType(), store.pointerFile(mirror));
        } catch (IOException e) {
            throw RegistryException.io("a manifest cannot be read", e);
        }
    }

    Optional<OciDigest> tagged(RepositoryName name, String tag) {
        return find(name).stream()
                .flatMap(found -> Optional.ofNullable(found.contents().tags().get(tag)).stream())
                .map(entry -> new OciDigest("sha256", entry.digest().hex()))
                .findFirst();
    }

    List<String> tags(RepositoryName name) {
        return find(name).stream()
                .flatMap(found -> found.contents().tags().keySet().stream())
                .toList();
    }

    /** Mirrors hold few manifests under a name, and those that are about others are small: all are looked through. */
    List<StoredManifest> referrers(RepositoryName name, OciDigest subject) {
        List<StoredManifest> referrers = new ArrayList<>();
        for (Found found : find(name)) {
            found.contents()
                    .manifests()
                    .forEach((text, entry) -> OciDigest.parse(text)
                            .filter(digest -> store.has(entry) && isAbout(digest, entry, subject))
                            .ifPresent(digest -> referrers.add(stored(found.mirror(), digest, entry))));
        }
        return referrers;
    }

    private boolean isAbout(OciDigest digest, Generation.Entry entry, OciDigest subject) {
        Path file = store.blob(entry.digest());
        try {
            return Manifest.read(file.toString(), "", digest, Files.readAllBytes(file))
                    .subject()
                    .filter(about -> about.digest().equals(subject))
                    .isPresent();
        } catch (IOException e) {
            throw RegistryException.io("a manifest cannot be read", e);
        }
    }
}
