package io.slipway.mirror.apt;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.apt.control.ArchivePath;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.apt.control.ControlReader;
import io.slipway.mirror.apt.control.Stanza;
import io.slipway.mirror.fetch.Shown;
import io.slipway.mirror.store.ContentStore;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the packages that a suite's indexes name. */
public final class ReadIndexes {

    private ReadIndexes() {}

    public static List<BinaryPackage> read(ContentStore store, UpstreamSuite suite) {
        List<BinaryPackage> packages = new ArrayList<>();
        for (UpstreamSuite.Index index : suite.indexes()) {
            String name = Shown.of(ArchivePath.address(suite.source().archive(), index.path()));
            try (InputStream file =
                            Files.newInputStream(store.blob(index.content().digest()));
                    InputStream plain = index.compression().decompress(file)) {
                read(name, new Bounded(plain, index.plainSize()), suite.source(), packages);
            } catch (IOException e) {
                throw new AptException(
                        Problem.of("this index cannot be read")
                                .at(Position.in(name))
                                .because(IoReason.of(e)),
                        e);
            }
        }
        return packages;
    }

    private static void read(String name, InputStream plain, AptSource source, List<BinaryPackage> into)
            throws IOException {
        ControlReader reader = new ControlReader(name, plain);
        for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
            into.add(BinaryPackage.of(next.get(), source.archive()));
        }
    }

    /** Stops at more bytes than promised: what a few compressed bytes can become has no end. */
    private static final class Bounded extends FilterInputStream {

        private long left;

        Bounded(InputStream in, long limit) {
            super(in);
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            left -= Math.max(count, 0);
            if (left < 0) {
                throw new IOException("it becomes larger than the Release file says when it is decompressed");
            }
            return count;
        }
    }
}
