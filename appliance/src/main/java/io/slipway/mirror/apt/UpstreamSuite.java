package io.slipway.mirror.apt;

import io.slipway.mirror.apt.control.Release;
import io.slipway.mirror.store.Generation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A suite as its upstream has it: a Release file that may be trusted, and indexes in the store that agree with it.
 *
 * @param signed the files that were verified, by name: {@code InRelease}, or {@code Release} and {@code Release.gpg}
 * @param indexes all that were taken, every compressed form of them
 * @param notes what the next sync should know of it
 */
public record UpstreamSuite(
        AptSource source,
        Release release,
        SortedMap<String, Generation.Entry> signed,
        List<Index> indexes,
        Map<String, String> notes) {

    public UpstreamSuite {
        signed = new TreeMap<>(signed);
        indexes = List.copyOf(indexes);
        notes = Map.copyOf(notes);
    }

    /** The files of this suite that the store holds, by what they are. */
    public Map<String, Generation.Entry> files() {
        Map<String, Generation.Entry> files = new HashMap<>();
        signed.forEach((name, entry) -> files.put(keptAs(source, name), entry));
        indexes.forEach(index -> files.put(indexKeptAs(source, index.path()), index.content()));
        return files;
    }

    /** Under which name a generation keeps a file of a suite. */
    static String keptAs(AptSource source, String name) {
        return source.label() + " " + name;
    }

    /** The same of an index, whose path is relative to the archive. */
    static String indexKeptAs(AptSource source, String path) {
        return source.archive() + " " + path;
    }

    /** What changes whenever anything in the suite changes. */
    public String identity() {
        Stream<Generation.Entry> decisive =
                signed.isEmpty() ? indexes.stream().map(Index::content) : signed.values().stream();
        return decisive.map(entry -> entry.digest().hex()).collect(Collectors.joining(" "));
    }

    /** The best form of each index of a kind. */
    Stream<Index> best(Kind kind) {
        return indexes.stream().filter(index -> index.kind() == kind && index.best());
    }

    /** What an index lists. */
    enum Kind {
        PACKAGES,
        SOURCES,
        /** Packages of Debian's installer, which no other system can install. */
        INSTALLER,
        OTHER
    }

    /**
     * An index, in one of its forms.
     *
     * @param path relative to the archive
     * @param content as it lies in the store, compressed
     * @param plainSize how large it may become when it is decompressed, in bytes
     * @param best whether this form is the one that is read; the others are only passed on
     */
    record Index(
            String path, Compression compression, Generation.Entry content, long plainSize, Kind kind, boolean best) {

        /** Without the suffix of its compression. */
        String plainPath() {
            return path.substring(0, path.length() - compression.suffix().length());
        }
    }
}
