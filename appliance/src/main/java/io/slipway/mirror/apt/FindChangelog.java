package io.slipway.mirror.apt;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.SourcePackage;
import io.slipway.mirror.apt.control.Stanza;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Finds what changed in a source package from version to version: archives do not have that, so that it is taken out of a package
 * that was built from it. Nothing is kept ready: people ask seldom, and one at a time.
 */
public final class FindChangelog {

    private static final URI ANYWHERE = URI.create("http://localhost/");

    private final ContentStore store;
    private final Generation generation;
    private final SortedSet<Generation.Entry> built = new TreeSet<>(Comparator.comparingLong(Generation.Entry::size)
            .thenComparing(entry -> entry.digest().hex()));

    private FindChangelog(ContentStore store, Generation generation) {
        this.store = store;
        this.generation = generation;
    }

    /** @param version without its epoch */
    public static Optional<byte[]> of(ContentStore store, Generation generation, String source, String version) {
        return new FindChangelog(store, generation).run(source + " " + version);
    }

    private Optional<byte[]> run(String wanted) {
        indexes().values().forEach(index -> read(index, wanted));
        for (Generation.Entry entry : built) {
            Path deb = store.blob(entry.digest());
            try {
                Optional<byte[]> found = DebChangelog.in(deb);
                if (found.isPresent()) {
                    return found;
                }
            } catch (IOException e) {
                throw unreadable(deb, e);
            }
        }
        return Optional.empty();
    }

    private record Index(Compression form, Generation.Entry content) {

        static Index faster(Index one, Index other) {
            return one.form.compareTo(other.form) < 0 ? one : other;
        }
    }

    /** The indexes of packages by what all forms of one are called; of each the form that is read fastest. */
    private Map<String, Index> indexes() {
        Map<String, Index> best = new HashMap<>();
        generation.served().forEach((path, content) -> {
            for (Compression form : Compression.values()) {
                String plain = path.endsWith(form.suffix())
                        ? path.substring(0, path.length() - form.suffix().length())
                        : "";
                if (plain.equals("Packages") || plain.endsWith("/Packages")) {
                    best.merge(plain, new Index(form, content), Index::faster);
                }
            }
        });
        return best;
    }

    private void read(Index index, String wanted) {
        Path file = store.blob(index.content().digest());
        try (InputStream plain = index.form().decompress(Files.newInputStream(file))) {
            ControlReader reader = new ControlReader(file.toString(), plain);
            for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
                BinaryPackage each = BinaryPackage.of(next.get(), ANYWHERE);
                Generation.Entry entry = new Generation.Entry(each.sha256(), each.size());
                if (withoutEpoch(SourcePackage.idFor(each)).equals(wanted) && store.has(entry)) {
                    built.add(entry);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static String withoutEpoch(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? id : id.substring(0, id.indexOf(' ') + 1) + id.substring(colon + 1);
    }

    private static AptException unreadable(Path what, IOException e) {
        return new AptException(
                Problem.of("no changelog can be found")
                        .at(Position.in(what.toString()))
                        .because(IoReason.of(e)),
                e);
    }
}
