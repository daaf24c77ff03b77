package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.fetch.Answer;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.store.Generation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Gets the {@code Packages} of a flat archive of which no Release file says how large it is or what its digest is. */
final class FetchBareIndex {

    /** In bytes, compressed: NVIDIA's largest archive has 2 MB. */
    private static final int LIMIT = 64 * 1024 * 1024;

    private final Revisit revisit;
    private final AptSource source;

    FetchBareIndex(Revisit revisit, AptSource source) {
        this.revisit = revisit;
        this.source = source;
    }

    /** @param notes what the next sync should know of it */
    record Found(Index index, Map<String, String> notes) {}

    Found run() {
        for (Compression form : Compression.values()) {
            String path = source.directory() + "Packages" + form.suffix();
            String keptAs = UpstreamSuite.indexKeptAs(source, path);
            Optional<Answer.Content<Generation.Entry>> found =
                    revisit.large(ArchivePath.address(source.archive(), path), LIMIT, keptAs);
            if (found.isPresent()) {
                Generation.Entry content = found.get().content();
                Map<String, String> notes = new TreeMap<>();
                LastSeen.note(notes, keptAs, found.get().validators());
                return new Found(new Index(path, form, content, ChooseIndexes.PLAIN_LIMIT, Kind.PACKAGES, true), notes);
            }
        }
        throw new AptException(Problem.of("there is no archive here")
                .at(source.at())
                .because("neither a Release file nor Packages, in any form, is at "
                        + Shown.of(ArchivePath.address(source.archive(), source.directory())))
                .hint("check 'uri' and 'suites'"));
    }
}
