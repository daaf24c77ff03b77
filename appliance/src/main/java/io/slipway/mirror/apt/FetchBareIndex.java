package io.slipway.mirror.apt;

import io.slipway.common.Problem;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.store.StoreWriter;
import java.util.Optional;

/** Gets the {@code Packages} of a flat archive of which no Release file says how large it is or what its digest is. */
final class FetchBareIndex {

    /** In bytes, compressed: NVIDIA's largest archive has 2 MB. */
    private static final int LIMIT = 64 * 1024 * 1024;

    private final Fetch fetch;
    private final StoreWriter store;
    private final AptSource source;

    FetchBareIndex(Fetch fetch, StoreWriter store, AptSource source) {
        this.fetch = fetch;
        this.store = store;
        this.source = source;
    }

    Index run() {
        for (Compression form : Compression.values()) {
            String path = source.directory() + "Packages" + form.suffix();
            Optional<byte[]> content = fetch.small(ArchivePath.address(source.archive(), path), LIMIT);
            if (content.isPresent()) {
                return new Index(path, form, store.put(content.get()), ChooseIndexes.PLAIN_LIMIT, Kind.PACKAGES, true);
            }
        }
        throw new AptException(Problem.of("there is no archive here")
                .at(source.at())
                .because("neither a Release file nor Packages, in any form, is at "
                        + Shown.of(ArchivePath.address(source.archive(), source.directory())))
                .hint("check 'uri' and 'suites'"));
    }
}
