package io.slipway.mirror.apt;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.UpstreamSuite.Index;
import io.slipway.mirror.apt.UpstreamSuite.Kind;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.SourcePackage;
import io.slipway.mirror.apt.control.Stanza;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.store.ContentStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a suite's indexes name, one entry at a time: whoever wants them all keeps them. */
public final class ReadIndexes {

    private ReadIndexes() {}

    /** Its binary packages; a flat archive's index may hold those of other architectures, which are left out. */
    public static void packages(ContentStore store, UpstreamSuite suite, Consumer<BinaryPackage> each) {
        suite.best(Kind.PACKAGES).forEach(index -> packages(store, suite, index, each));
    }

    /** The packages of its installer, if they were asked for. */
    public static void installer(ContentStore store, UpstreamSuite suite, Consumer<BinaryPackage> each) {
        suite.best(Kind.INSTALLER).forEach(index -> packages(store, suite, index, each));
    }

    static void packages(ContentStore store, UpstreamSuite suite, Index index, Consumer<BinaryPackage> each) {
        stanzas(store, suite, index, stanza -> {
            BinaryPackage found = BinaryPackage.of(stanza, suite.source().archive());
            if (found.architecture().equals("all")
                    || suite.source().architectures().contains(found.architecture())) {
                each.accept(found);
            }
        });
    }

    /** Its source packages, if they were asked for. */
    public static void sources(ContentStore store, UpstreamSuite suite, Consumer<SourcePackage> each) {
        suite.best(Kind.SOURCES).forEach(index -> sources(store, suite, index, each));
    }

    static void sources(ContentStore store, UpstreamSuite suite, Index index, Consumer<SourcePackage> each) {
        stanzas(
                store,
                suite,
                index,
                stanza -> each.accept(SourcePackage.of(stanza, suite.source().archive())));
    }

    private static void stanzas(ContentStore store, UpstreamSuite suite, Index index, Consumer<Stanza> each) {
        String name = Shown.of(ArchivePath.address(suite.source().archive(), index.path()));
        try (InputStream file = Files.newInputStream(store.blob(index.content().digest()));
                InputStream plain =
                        new ReadAhead(new Bounded(index.compression().decompress(file), index.plainSize()))) {
            ControlReader reader = new ControlReader(name, plain);
            for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
                each.accept(next.get());
            }
        } catch (IOException e) {
            throw new AptException(
                    Problem.of("this index cannot be read")
                            .at(Position.in(name))
                            .because(IoReason.of(e))
                            .hint(
                                    "it came as the archive has it, so the archive itself is wrong: tell whoever runs it, "
                                            + "or take another mirror of it; what was published before stays"),
                    e);
        }
    }
}
