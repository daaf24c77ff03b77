package io.slipway.mirror.apt;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Dates and signs anew what the pod signed of an older generation: apt takes a Release file that is older than the one it has for a
 * replay, and stays with its own. What a vendor signed, nobody else can date.
 */
public final class RenewReleases {

    private static final String IN_RELEASE = "InRelease";
    private static final String RELEASE = "Release";
    private static final Pattern DATE = Pattern.compile("^Date: .*$", Pattern.MULTILINE);

    private final ContentStore store;
    private final SigningKey key;
    private final Generation old;
    private final SortedMap<String, Generation.Entry> pods = new TreeMap<>();
    private final SortedSet<String> vendors = new TreeSet<>();

    private RenewReleases(ContentStore store, SigningKey key, Generation old) {
        this.store = store;
        this.key = key;
        this.old = old;
        Set<Generation.Entry> asTheyCame = new HashSet<>(old.kept().values());
        old.served().forEach((path, entry) -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            String directory = path.substring(0, path.length() - name.length());
            if (asTheyCame.contains(entry) && (name.equals(IN_RELEASE) || name.equals(RELEASE))) {
                vendors.add(directory);
            } else if (name.equals(RELEASE) && old.served().containsKey(directory + IN_RELEASE)) {
                pods.put(directory, entry);
            }
        });
    }

    /**
     * What has to come in the place of what a generation had.
     *
     * @param served by path
     * @param nodeSources the file for nodes, if the generation has one
     * @param vendors the directories of Release files that stay as they are
     */
    public record Renewed(SortedMap<String, byte[]> served, Optional<byte[]> nodeSources, SortedSet<String> vendors) {}

    public static Renewed of(ContentStore store, SigningKey key, Generation old, Instant now) {
        return new RenewReleases(store, key, old).run(now);
    }

    private Renewed run(Instant now) {
        SortedMap<String, byte[]> served = new TreeMap<>();
        pods.forEach((directory, release) -> {
            String text = DATE.matcher(read(release)).replaceFirst("Date: " + Release.date(now));
            byte[] plain = text.getBytes(StandardCharsets.UTF_8);
            served.put(directory + RELEASE, plain);
            served.put(directory + "Release.gpg", key.detached(plain));
            served.put(directory + IN_RELEASE, key.clearSign(text));
        });
        Optional<byte[]> nodeSources = Optional.ofNullable(old.kept().get(NodeSources.KEPT_AS))
                .map(entry ->
                        NodeSources.signedBy(key, read(entry), pods.keySet()).getBytes(StandardCharsets.UTF_8));
        return new Renewed(served, nodeSources, vendors);
    }

    private String read(Generation.Entry entry) {
        try {
            return Files.readString(store.blob(entry.digest()));
        } catch (IOException e) {
            throw new AptException(
                    Problem.of("the generation cannot be signed anew").because(IoReason.withFile(e)), e);
        }
    }
}
