package io.slipway.mirror.apt;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/**
 * How indexes come and go, in the order in which they are preferred: gzip is read ten times faster than xz, which is worth more than the
 * third by which it is larger.
 */
enum Compression {
    ZSTD(".zst"),
    GZIP(".gz"),
    XZ(".xz"),
    BZIP2(".bz2"),
    NONE("");

    /** In KiB: what {@code xz -9} needs, and some more. */
    private static final int XZ_MEMORY = 128 * 1024;

    private final String suffix;

    Compression(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    /** The form whose files end so. */
    static Optional<Compression> of(String suffix) {
        return Stream.of(values()).filter(form -> form.suffix.equals(suffix)).findFirst();
    }

    InputStream decompress(InputStream in) throws IOException {
        InputStream buffered = new BufferedInputStream(in, 1 << 16);
        return switch (this) {
            case XZ -> new XZInputStream(buffered, XZ_MEMORY);
            case ZSTD -> new ZstdInputStream(buffered);
            case GZIP -> new GZIPInputStream(buffered, 1 << 16);
            case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
            case NONE -> buffered;
        };
    }

    /** For the kinds that Slipway publishes. */
    byte[] compress(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream compressed = switch (this) {
            case XZ -> new XZOutputStream(out, new LZMA2Options());
            case GZIP -> new GZIPOutputStream(out);
            case NONE -> out;
            case ZSTD, BZIP2 -> throw new IllegalArgumentException("Slipway does not write " + suffix);
        }) {
            compressed.write(content);
        }
        return out.toByteArray();
    }
}
